// The only ways in which the records of a portal change. Each keeps modified dates, unique values,
// the search index and the witness in step.
//
// None of these validates: endpoints check what clients send, and people of the portal may have
// put anything into it.

#pragma once

#include <string>
#include <string_view>

#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

// One record of a portal.
struct Place {
    Kind kind;
    std::string id;
};

// An association to be made; the plain type comes along with `type_ids`, which are those of the
// direction from -> to.
struct NewLink {
    Place from;
    Place to;
    Links::TypeIds type_ids;
};

// Creates a record and returns its id. An empty value is left out.
std::string insert_record(World& world, Portal& portal, Kind kind, const Properties& properties,
                          Actor actor);

// Sets the properties named; an empty value clears. Moves the modified date only if a value that
// is not calculated changed. No effect on an unknown id.
void update_record(World& world, Portal& portal, const Place& place, const Properties& properties,
                   Actor actor);

// Archiving does not move the modified date. Source: airbytehq/airbyte#19838.
void archive_record(World& world, Portal& portal, Kind kind, std::string_view id, Actor actor);
void restore_record(World& world, Portal& portal, Kind kind, std::string_view id, Actor actor);

// Takes a record away for ever, with its associations, list memberships and aliases.
void erase_record(World& world, Portal& portal, Kind kind, std::string_view id);

void link_records(World& world, Portal& portal, const NewLink& link, Actor actor);
void unlink_records(World& world, Portal& portal, const Place& from, const Place& to, Actor actor);

// Merges `other` into `primary`, the primary's values winning, and returns the id of the result:
// a new one, unless the switch keeps the primary's. Both old ids answer as the result.
// Source: HubSpot changelog, "Updated merge functionality for contacts and companies".
std::string merge_contacts(World& world, Portal& portal, const std::string& primary,
                           const std::string& other);

// Tells the witness how a note stands.
void report_note(World& world, const Portal& portal, std::string_view id, Actor actor);

}  // namespace mentorsync::sandbox

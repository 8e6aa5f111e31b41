// What a CRM user sees when they open a contact.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/json.hpp"
#include "tests/sandbox/world.hpp"

namespace mentorsync::sandbox {

struct SeenTask {
    std::string id, subject, status, due, owner;
};

struct SeenNote {
    std::string id, body, timestamp, key;
};

struct SeenLink {
    std::string contact, name;
    std::vector<std::string> labels;  // without the plain association
};

struct ContactView {
    std::string id, name, email;
    std::vector<SeenTask> tasks;                    // live, by due date
    std::vector<SeenNote> notes;                    // the timeline, newest first
    std::vector<SeenLink> links;                    // other contacts, labelled ones only
    std::map<std::string, std::string> mentorsync;  // properties of the group "mentorsync"
};

// Empty when there is no such live contact. Follows a merge.
[[nodiscard]] std::optional<ContactView> see_contact(const World& world, const std::string& portal,
                                                     std::string_view contact);

[[nodiscard]] Json as_json(const ContactView& view);
// For people: a few lines a section.
[[nodiscard]] std::string as_text(const ContactView& view);

}  // namespace mentorsync::sandbox

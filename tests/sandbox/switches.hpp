// One switch for everything about the CRM that no source settles, and for what an admin of a real
// portal may have set. The defaults are the likelier answers.
//
// Source: the points marked UNKNOWN or conflicting in HubSpot's published descriptions.

#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace mentorsync::sandbox {

// How a property that was asked for and has no value comes back.
enum class EmptyValue { Null, EmptyString, Missing };

// Whether a unique value of an archived record may be used by a new one.
enum class ArchivedKey { Free, Held };

// What upserting a unique value that only an archived record has does.
enum class UpsertArchived { Create, Restore, Refuse };

// How an association batch read answers for a record without associations.
enum class NoAssociations { InErrors, LeftOut };

// What happens to a write that names a property the portal does not have.
enum class UnknownProperty { Refuse, Ignore };

// Whether a refresh brings another refresh token, and when the one before it dies.
enum class Rotation {
    Never,   // the same comes back
    Gentle,  // the one before it lives until the new one is used
    Strict   // the one before it dies at once
};

struct Switches {
    EmptyValue empty_value = EmptyValue::Null;
    ArchivedKey archived_key = ArchivedKey::Free;
    UpsertArchived upsert_archived = UpsertArchived::Create;
    NoAssociations no_associations = NoAssociations::InErrors;
    UnknownProperty unknown_property = UnknownProperty::Refuse;

    bool partial_is_207_in_2026_09 = true;  // else 200 or 201 with errors[]
    bool read_none_is_404 = false;          // batch read of which no id exists
    bool single_association_get_in_2026_09 = false;
    bool unique_on_activities = true;          // unique properties on notes, tasks and meetings
    bool unique_ignores_case = false;          // two keys that differ in letter case are one
    int unique_conflict_status = 400;          // or 409, of a refused unique value
    bool label_describes_target = true;        // A -> B is typed by what B is to A
    bool association_ids_are_numbers = false;  // toObjectId as 123, not "123"
    std::size_t association_page = 500;        // associations of one record in a batch read
    std::size_t inline_associations = 100;     // associations of one record in a list
    bool association_moves_activity = false;   // linking a note or task moves its modified date
    bool association_moves_contact = false;    // and that of the contact
    bool merge_keeps_primary = false;          // "Primary ID preservation": no new id
    bool retry_after_on_429 = false;

    Rotation refresh_rotation = Rotation::Never;
    std::chrono::seconds access_life{1'800};  // of an OAuth access token

    // How long a change stays unseen by search.
    std::chrono::milliseconds search_lag{0};

    // Every so many-th record, by its id, stays unseen for longer: an index does not show changes
    // in their order. At most an hour. None: 0.
    unsigned late_every = 0;
    std::chrono::milliseconds late_lag{0};

    // Results are returned in an order of their own.
    bool shuffled_results = false;

    // Properties that an admin made required; enforced by 2026-09 only. By type name: "tasks".
    std::map<std::string, std::vector<std::string>> required;

    // Limits of the portal. Source: HubSpot usage guidelines, Professional.
    bool enforce_limits = true;
    int burst_limit = 190;           // requests of one app in ten seconds
    int association_burst = 150;     // of association requests, counted apart
    int search_limit = 5;            // searches of the whole portal in one second
    int daily_limit = 625'000;       // of the whole portal, reset at its midnight
    std::size_t max_target = 8'000;  // a longer path and query is answered 414

    // Whether requests outside the client's allowlist are refused and recorded. Off only for tests
    // that drive the sandbox with another client.
    bool enforce_allowlist = true;
};

}  // namespace mentorsync::sandbox

// From what we want to the JSON that the CRM reads. Pure.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/crm.hpp"

namespace mentorsync::hubspot {

// What nothing has: a key, which is shorter than ours, and an id, the largest that a portal takes.
// Asked for beside what matters, they tell whether this portal names what it does not find. If it
// does, an answer that neither brings nor names something has lost it, and proves no absence.
inline constexpr std::string_view kNobodysKey = "ms1nobody";
inline constexpr std::string_view kNobodysId = "9223372036854775807";

// {"inputs":[{"id":...}],"properties":[...]} and, where `id_property` names a unique property,
// that the ids are its values. Source: HubSpot CRM API guide, Batch read.
[[nodiscard]] std::string batch_read_body(std::span<const std::string> ids,
                                          std::span<const std::string> properties,
                                          std::string_view id_property = {});

// A record whose associations are wanted, and where to go on; `after` is empty at first.
struct LinkInput {
    std::string id;
    std::string after = {};
};

// {"inputs":[{"id":...,"after":...}]}. Source: HubSpot CRM API guide, Associations, batch read.
[[nodiscard]] std::string link_read_body(std::span<const LinkInput> inputs);

// A search for the record that was changed last; its answer also has the `total` of the portal.
[[nodiscard]] std::string newest_body(RecordKind kind);

// Which records a search for changes looks for: those modified from `from` on, oldest first; or,
// beyond the id `after_id`, those of exactly that moment, by id.
struct ChangeWindow {
    Instant from{};
    std::string after_id = {};
    bool one_moment = false;
};

// A page of what changed. Walking by modified time and, within one moment, by id passes the wall of
// 10,000 results of one search. Source: HubSpot CRM API guide, Search, Limits.
[[nodiscard]] std::string changed_body(RecordKind kind, const ChangeWindow& window);

// When a record was last modified: contacts have their own name for it, and a wrong name finds
// nothing. Source: HubSpot CRM API guide, Properties; airbytehq/airbyte#85019.
[[nodiscard]] std::string_view modified_property(RecordKind kind) noexcept;

// Ids of tasks of these owners beyond `last_id`, in the order of their ids. Walking by id passes
// the wall of 10,000 results of one search. Source: HubSpot CRM API guide, Search, Limits.
[[nodiscard]] std::string owned_tasks_body(std::span<const std::string> owners,
                                           std::string_view last_id);

}  // namespace mentorsync::hubspot

// From what we want to the JSON that the CRM reads. Pure.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mentorsync::hubspot {

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

// A search whose answer is only its `total`.
[[nodiscard]] std::string count_body();

// Ids of tasks of these owners beyond `last_id`, in the order of their ids. Walking by id passes
// the wall of 10,000 results of one search. Source: HubSpot CRM API guide, Search, Limits.
[[nodiscard]] std::string owned_tasks_body(std::span<const std::string> owners,
                                           std::string_view last_id);

}  // namespace mentorsync::hubspot

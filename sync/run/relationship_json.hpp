// Members that several documents have alike.

#pragma once

#include <string_view>

#include "mentorsync/json.hpp"
#include "mentorsync/mentoring.hpp"

namespace mentorsync {

// `key`, and the ids as an array.
template <class Ids>
void write_ids(json::Writer& writer, std::string_view key, const Ids& ids) {
    writer.key(key).begin_array();
    for (const auto& id : ids) writer.string(id.text());
    writer.end_array();
}

// Members of an object that is open in `writer`: "id", "kind", "state", "mentors", "mentees",
// "members" and "rule".
void write_relationship(json::Writer& writer, const Relationship& relationship);

}  // namespace mentorsync

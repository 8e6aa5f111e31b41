// A mapping whose names were found in a portal: the inside of `RuleSet`.

#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "sync/rules/content.hpp"

namespace mentorsync {

// Category and id of an association label: what a link carries whatever its text is called today.
using LabelIds = std::set<std::pair<std::string, int>>;

// What the names of one relationship rule stand for in the portal.
struct BoundSource {
    LabelIds mentor_labels;
    LabelIds mentee_labels;
    std::optional<ListId> list;
    bool several_values = false;  // the property is an enumeration, which may hold "a;b"
};

struct RuleSet::Bound {
    Mapping::Content content;  // conditions know which properties are enumerations
    std::optional<ListId> people_list;
    std::vector<BoundSource> sources;  // one for each of content.relationships
    NoteTemplate start;
    NoteTemplate progress;
    NoteTemplate closing;
    bool unique_key = false;

    // Whether names of people are told anywhere, and so have to be read.
    [[nodiscard]] bool tells_names() const;
};

}  // namespace mentorsync

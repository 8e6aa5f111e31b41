#include <algorithm>

#include "sync/rules/parse_parts.hpp"

namespace mentorsync {

namespace {

void sort_keys(json::Value& value) {
    std::ranges::sort(value.members, {}, &json::Member::key);
    for (json::Member& member : value.members) sort_keys(member.value);
    for (json::Value& item : value.items) sort_keys(item);
}

}  // namespace

std::string canonical_text_of(const json::Value& document,
                              const std::optional<NoteTemplate>& note_template) {
    json::Value sorted = document;
    // For editors only.
    std::erase_if(sorted.members, [](const json::Member& m) { return m.key == "$schema"; });
    sort_keys(sorted);
    json::Writer writer;
    writer.value(sorted);
    std::string text = writer.take();
    if (note_template) text += "\n" + note_template->source();
    return text;
}

}  // namespace mentorsync

#include "tests/sandbox/records.hpp"

namespace mentorsync::sandbox {
namespace {

struct Names {
    std::string_view singular, plural, type_id, shouted;
};

constexpr std::array<Names, kKinds> kNames{{{"contact", "contacts", "0-1", "CONTACT"},
                                            {"task", "tasks", "0-27", "TASK"},
                                            {"note", "notes", "0-46", "NOTE"},
                                            {"meeting", "meetings", "0-47", "MEETING_EVENT"}}};

const Names& names(Kind kind) noexcept {
    return kNames[static_cast<std::size_t>(kind)];
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ";") + part;
    return text;
}

}  // namespace

std::optional<Kind> kind_of(std::string_view name) noexcept {
    for (const Kind kind : kAllKinds) {
        const Names& known = names(kind);
        if (name == known.plural || name == known.singular || name == known.type_id) return kind;
    }
    return std::nullopt;
}

std::string_view singular(Kind kind) noexcept {
    return names(kind).singular;
}
std::string_view plural(Kind kind) noexcept {
    return names(kind).plural;
}
std::string_view type_id(Kind kind) noexcept {
    return names(kind).type_id;
}
std::string_view shouted(Kind kind) noexcept {
    return names(kind).shouted;
}

std::string_view modified_property(Kind kind) noexcept {
    return kind == Kind::Contact ? "lastmodifieddate" : "hs_lastmodifieddate";
}

std::string Record::value(Kind kind, std::string_view name) const {
    if (name == "hs_object_id") return id;
    if (name == modified_property(kind)) return iso_text(updated);
    if (name == (kind == Kind::Contact ? "createdate" : "hs_createdate")) return iso_text(created);
    if (name == "hs_merged_object_ids") return joined(former_ids);
    if (kind == Kind::Task && name == "hs_task_is_completed") {
        return value(kind, "hs_task_status") == "COMPLETED" ? "true" : "false";
    }
    const auto found = properties.find(name);
    return found == properties.end() ? std::string() : found->second;
}

}  // namespace mentorsync::sandbox

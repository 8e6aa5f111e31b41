#include "sync/rules/note_names.hpp"

#include <algorithm>
#include <array>

namespace mentorsync {

namespace {

constexpr std::size_t kCount = 11;  // digits and sign of an int
constexpr std::size_t kWords =
    std::size_t{256} * 6;  // a name of the mapping, every character as &quot;
constexpr std::size_t kPersonName = std::size_t{200} * 6;
constexpr std::size_t kPeriod = 64;

constexpr std::array<NoteName, 14> kNames{{
    {.name = "programme.name", .is_value = true, .longest = kWords},
    {.name = "period", .is_value = true, .is_section = true, .longest = kPeriod},
    {.name = "pair", .is_section = true},
    {.name = "group", .is_section = true},
    {.name = "small_group", .is_section = true},
    {.name = "members.count", .is_value = true, .is_section = true, .longest = kCount},
    {.name = "mentor.name",
     .is_value = true,
     .is_section = true,
     .confidential = true,
     .longest = kPersonName},
    {.name = "progress", .is_section = true},
    {.name = "tasks", .is_section = true},
    {.name = "tasks.all", .is_value = true, .longest = kCount},
    {.name = "tasks.open", .is_value = true, .longest = kCount},
    {.name = "tasks.done", .is_value = true, .longest = kCount},
    {.name = "tasks.overdue", .is_value = true, .is_section = true, .longest = kCount},
    {.name = "tasks.done_percent", .is_value = true, .is_section = true, .longest = kCount},
}};

}  // namespace

std::span<const NoteName> note_names() {
    return kNames;
}

const NoteName* find_note_name(std::string_view name) {
    const auto* const found = std::ranges::find(kNames, name, &NoteName::name);
    return found == kNames.end() ? nullptr : found;
}

}  // namespace mentorsync

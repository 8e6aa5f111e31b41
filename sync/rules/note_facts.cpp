#include "sync/rules/note_facts.hpp"

#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

using Shown = std::map<std::string_view, std::string>;

constexpr int kSmallestToldGroup = 3;
constexpr std::size_t kLongestName = 200;

void show_progress(const Progress& progress, Shown& shown) {
    const int relevant = progress.all - progress.dropped;
    shown["progress"] = "";
    shown["tasks.all"] = std::to_string(relevant);
    shown["tasks.open"] = std::to_string(relevant - progress.done);
    shown["tasks.done"] = std::to_string(progress.done);
    if (relevant > 0) shown["tasks"] = "";
    if (progress.overdue > 0) shown["tasks.overdue"] = std::to_string(progress.overdue);
    if (const auto percent = progress.done_percent()) {
        shown["tasks.done_percent"] = std::to_string(*percent);
    }
}

}  // namespace

std::map<std::string_view, std::string> shown_in_note(const NoteFacts& facts,
                                                      const Programme& programme) {
    const Disclosure& disclosure = programme.disclosure;
    const int people = disclosure.open(facts.people).value();
    const bool group = facts.relationship == RelationshipKind::PeerGroup;
    // Also when somebody fills in figures by mistake: of so few, a figure is about a person.
    const bool small = group && people < kSmallestToldGroup;

    Shown shown;
    shown["programme.name"] = one_line(programme.name, kLongestName);
    shown[group ? "group" : "pair"] = "";
    if (facts.period) shown["period"] = period_text(*facts.period, programme.language);
    if (small) shown["small_group"] = "";
    if (group && !small) shown["members.count"] = std::to_string(people);
    if (facts.progress && !small) show_progress(disclosure.open(*facts.progress).value(), shown);
    if (facts.mentor_name) {
        std::string name = one_line(facts.mentor_name->value(), kLongestName);
        if (!name.empty()) shown["mentor.name"] = std::move(name);
    }
    return shown;
}

}  // namespace mentorsync

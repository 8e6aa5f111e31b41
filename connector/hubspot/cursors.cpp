#include "connector/hubspot/cursors.hpp"

#include <algorithm>
#include <charconv>

namespace mentorsync::hubspot {

namespace {

// Takes the part of `text` before its next ';', and that ';'.
std::string_view take_field(std::string_view& text) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return field;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc{} || stopped != end || number < 0) return std::nullopt;
    return number;
}

std::optional<Instant> parse_mark(std::string_view text) {
    const auto number = parse_number(text);
    if (!number) return std::nullopt;
    return Instant(std::chrono::milliseconds(*number));
}

std::string format_mark(Instant mark) {
    return std::to_string(mark.time_since_epoch().count());
}

std::string format_index(const IndexMark& index) {
    return (index.newest ? format_mark(*index.newest) : "-") + ';' +
           (index.total ? std::to_string(*index.total) : "-");
}

IndexMark parse_index(std::string_view& text) {
    IndexMark index;
    index.newest = parse_mark(take_field(text));
    if (const auto total = parse_number(take_field(text))) {
        index.total = static_cast<std::size_t>(*total);
    }
    return index;
}

void add_all(Fingerprint& print, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) print.add(line);
    print.add("");
}

std::string fingerprint_of(const PullScope& scope) {
    Fingerprint print;
    print.add(scope.people_list ? scope.people_list->text() : "everybody");
    add_all(print, scope.contact_properties);
    add_all(print, scope.task_properties);
    for (const ListId& list : scope.member_lists) print.add(list.text());
    print.add("");
    for (const int type : scope.label_type_ids) print.add(std::to_string(type));
    print.add("");
    add_all(print, scope.email_references);
    print.add(std::string(scope.contact_links ? "links" : "") +
              (scope.owner_references ? " owners" : "") + (scope.owned_tasks ? " owned" : ""));
    return print.text();
}

}  // namespace

void Fingerprint::add(std::string_view line) {
    for (const char c : line) add_byte(static_cast<unsigned char>(c));
    add_byte('\n');
}

void Fingerprint::add_byte(unsigned char byte) {
    hash_ ^= byte;
    hash_ *= 0x100000001B3ULL;
}

std::string format_start(const StartMark& start) {
    return format_index(start.contacts) + ';' + format_index(start.tasks);
}

StartMark parse_start(std::string_view text) {
    StartMark start;
    start.contacts = parse_index(text);
    start.tasks = parse_index(text);
    return start;
}

std::string format_sweep(const Sweep& sweep) {
    return std::to_string(static_cast<int>(sweep.stage)) + ';' + sweep.last_id + ';' + sweep.after;
}

Sweep parse_sweep(std::string_view text) {
    const auto stage = parse_number(take_field(text));
    if (!stage || *stage >= static_cast<int>(Sweep::Stage::Done)) return {};
    Sweep sweep;
    sweep.stage = static_cast<Sweep::Stage>(*stage);
    sweep.last_id = take_field(text);
    sweep.after = text;
    return sweep;
}

ChangeCursors cursors_after(const StartMark& start, const PullScope& scope, Coverage coverage) {
    ChangeCursors cursors;
    if (!start.contacts.newest || !start.tasks.newest) return cursors;
    write_mark(cursors, kContactsCursor, *start.contacts.newest);
    write_mark(cursors, kTasksCursor, *start.tasks.newest);
    if (coverage == Coverage::Everything) {
        write_mark(cursors, kSettledContacts, *start.contacts.newest);
        write_mark(cursors, kSettledTasks, *start.tasks.newest);
    }
    // What was modified before the pull began was read by it, not searched for: no overlap is
    // needed.
    write_mark(cursors, kContactsFrom, *start.contacts.newest);
    write_mark(cursors, kTasksFrom, *start.tasks.newest);
    write_mark(cursors, kTrailingContacts, *start.contacts.newest);
    write_mark(cursors, kTrailingTasks, *start.tasks.newest);
    cursors.emplace(kScopeCursor, fingerprint_of(scope));
    cursors.emplace(kCoverageCursor, coverage == Coverage::Everything ? "everything" : "partial");
    return cursors;
}

bool fits(const ChangeCursors& cursors, const PullScope& scope) {
    const auto found = cursors.find(kScopeCursor);
    return found != cursors.end() && found->second == fingerprint_of(scope) &&
           read_mark(cursors, kContactsCursor) && read_mark(cursors, kTasksCursor);
}

std::optional<Instant> read_mark(const ChangeCursors& cursors, std::string_view name) {
    const auto found = cursors.find(name);
    return found == cursors.end() ? std::nullopt : parse_mark(found->second);
}

void write_mark(ChangeCursors& cursors, std::string_view name, Instant mark) {
    cursors.insert_or_assign(std::string(name), format_mark(mark));
}

}  // namespace mentorsync::hubspot

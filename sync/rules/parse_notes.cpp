#include <algorithm>
#include <array>

#include "sync/rules/did_you_mean.hpp"
#include "sync/rules/parse_parts.hpp"
#include "sync/rules/reader.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

constexpr std::array<std::string_view, 4> kKeys{"schedule", "on", "template", "without_unique_key"};
constexpr std::array<std::string_view, 3> kAudience{"mentee", "mentor", "members"};
constexpr std::array<std::string_view, 2> kWithoutKey{"refuse", "settle"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
constexpr const char* kScheduleHint = R"(write it like "Mon 08:00" or "monthly 1 08:00")";

std::optional<unsigned> digits(std::string_view text) {
    if (text.empty() || text.size() > 2) return std::nullopt;
    unsigned number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number;
}

std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = digits(text.substr(0, 2));
    const auto minutes = digits(text.substr(3));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
}

bool read_day(const std::vector<std::string_view>& words, NoteSchedule& schedule, json::Position at,
              FaultList& faults) {
    if (words.front() == "monthly" && words.size() == 3) {
        const auto day = digits(words[1]);
        schedule.length = PeriodLength::Month;
        schedule.day_of_month = day.value_or(0);
        if (day && *day >= 1 && *day <= 28) return true;
        faults.add(at, quoted(words[1]) + " is no day that every month has", "use 1 to 28");
        return false;
    }
    const auto day = std::ranges::find(kWeekdays, words.front());
    if (day != kWeekdays.end() && words.size() == 2) {
        schedule.weekday =
            std::chrono::weekday(static_cast<unsigned>(std::distance(kWeekdays.begin(), day)));
        return true;
    }
    if (day != kWeekdays.end() && words.size() == 1) {
        faults.add(at, "the schedule names a day and no time", kScheduleHint);
        return false;
    }
    if (day != kWeekdays.end() || words.size() != 2) {
        faults.add(at, "this is no schedule", kScheduleHint);
        return false;
    }
    // "Monday" begins with what it should be.
    const bool too_long =
        std::ranges::find(kWeekdays, words.front().substr(0, 3)) != kWeekdays.end();
    faults.add(at, "unknown day " + quoted(words.front()),
               hint_for(too_long ? words.front().substr(0, 3) : words.front(), kWeekdays));
    return false;
}

void parse_schedule(const json::Value& value, Programme& programme, FaultList& faults) {
    const auto text = read_name(value, "'schedule'", faults);
    if (!text) return;
    const std::vector<std::string_view> words = parts_of(text->text, " ");
    NoteSchedule schedule;
    if (!read_day(words, schedule, value.at, faults)) return;
    const auto time = time_of_day(words.back());
    if (!time) {
        faults.add(value.at, quoted(words.back()) + " is no time of day", "from 00:00 to 23:59");
        return;
    }
    schedule.time_of_day = *time;
    programme.schedule = schedule;
}

void parse_audience(const json::Value& value, NoteAudience& audience, FaultList& faults) {
    const auto* const items = read_items(value, "'on'", faults);
    if (items == nullptr) return;
    audience = {.mentee = false, .mentor = false, .members = false};
    for (const json::Value& item : *items) {
        const auto word = read_word(item, "audience", kAudience, faults);
        if (!word) continue;
        bool& named = *word == "mentee"   ? audience.mentee
                      : *word == "mentor" ? audience.mentor
                                          : audience.members;
        if (named) faults.add(item.at, "'on' names " + quoted(*word) + " twice", "remove it");
        named = true;
    }
}

// Whether `name` stays in the mapping's own folder, on any system.
bool stays_inside(std::string_view name) {
    if (name.front() == '/' || name.find_first_of("\\:") != std::string_view::npos) return false;
    const std::vector<std::string_view> steps = parts_of(name, "/");
    return std::ranges::find(steps, "..") == steps.end();
}

void parse_template(const json::Value& value, const ReadFile& read_file, Mapping::Content& content,
                    FaultList& faults) {
    const auto name = read_name(value, "'template'", faults);
    if (!name) return;
    if (!stays_inside(name->text)) {
        faults.add(value.at,
                   "template " + quoted(name->text) + " lies outside the mapping's folder",
                   "put it beside the mapping and give its name");
        return;
    }
    const Result<std::string> text = read_file(name->text);
    if (!text) {
        faults.add(value.at,
                   "cannot read template " + quoted(name->text) + ": " + text.error().message);
        return;
    }
    auto parsed = NoteTemplate::parse(name->text, *text, content.programme.disclosure);
    if (!parsed) {
        faults.append(std::move(parsed).error());
        return;
    }
    content.progress_template = *std::move(parsed);
}

}  // namespace

void parse_progress_notes(const json::Value& value, const ReadFile& read_file,
                          Mapping::Content& content, FaultList& faults) {
    content.notes_at = value.at;
    if (!check_object(value, "'progress_notes'", kKeys, faults)) return;
    if (const auto* const schedule =
            required(value, "schedule", R"("schedule": "Mon 08:00")", faults)) {
        parse_schedule(*schedule, content.programme, faults);
    }
    if (const json::Value* const on = value.find("on")) {
        parse_audience(*on, content.programme.audience, faults);
    }
    if (const json::Value* const file = value.find("template")) {
        parse_template(*file, read_file, content, faults);
    }
    if (const json::Value* const policy = value.find("without_unique_key")) {
        const auto word = read_word(*policy, "'without_unique_key'", kWithoutKey, faults);
        content.without_unique_key =
            word == "settle" ? WithoutUniqueKey::Settle : WithoutUniqueKey::Refuse;
    }
}

}  // namespace mentorsync

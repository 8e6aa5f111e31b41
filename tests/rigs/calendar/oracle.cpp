#include "tests/rigs/calendar/oracle.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>

namespace mentorsync::rigs {
namespace {

namespace chrono = std::chrono;
using Minutes = chrono::sys_time<chrono::minutes>;  // also a civil time, as if it were UTC

struct ClosePipe {
    void operator()(FILE* pipe) const { ::pclose(pipe); }
};

std::string text_of(Minutes time) {
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day civil(day);
    const chrono::hh_mm_ss clock(time - day);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:00", int(civil.year()),
                  unsigned(civil.month()), unsigned(civil.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()));
    return text.data();
}

// The time in "Iter. #2: Sun 2026-04-05 00:30:00 UTC" or "(in UTC): Sun ...".
std::optional<Minutes> read_time(const std::string& line) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) return std::nullopt;
    std::array<char, 8> weekday{};
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hour = 0;
    int minute = 0;
    if (std::sscanf(line.c_str() + colon + 2, "%3s %d-%u-%u %d:%d", weekday.data(), &year, &month,
                    &day, &hour, &minute) != 6) {
        return std::nullopt;
    }
    return chrono::sys_days(chrono::year(year) / chrono::month(month) / chrono::day(day)) +
           chrono::hours(hour) + chrono::minutes(minute);
}

// In the zone of this process: one in the expression costs systemd a process for every slot. Where
// that is as good as UTC, systemd does not say the time in UTC once more.
std::vector<Minutes> ask_systemd(const std::string& expression, chrono::sys_days from,
                                 std::size_t count) {
    const std::string command = "LC_ALL=C systemd-analyze calendar --base-time='" + text_of(from) +
                                " UTC' --iterations=" + std::to_string(count) + " '" + expression +
                                "' 2>/dev/null";
    const std::unique_ptr<FILE, ClosePipe> pipe(::popen(command.c_str(), "re"));
    std::vector<Minutes> local;
    std::vector<Minutes> in_utc;
    std::array<char, 256> buffer{};
    while (pipe &&
           std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
        const std::string line = buffer.data();
        const bool is_local = line.find("Next elapse:") != std::string::npos ||
                              line.find("Iter. #") != std::string::npos;
        const bool is_in_utc = line.find("(in UTC):") != std::string::npos;
        if (!is_local && !is_in_utc) continue;
        if (const auto time = read_time(line)) (is_local ? local : in_utc).push_back(*time);
    }
    return in_utc.empty() ? local : in_utc;
}

// What a clock on the wall shows, by the C library and its zone.
Minutes local_time(Minutes instant) {
    const auto seconds =
        static_cast<std::time_t>(chrono::seconds(instant.time_since_epoch()).count());
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return chrono::sys_days(chrono::year(local.tm_year + 1900) /
                            chrono::month(static_cast<unsigned>(local.tm_mon) + 1U) /
                            chrono::day(static_cast<unsigned>(local.tm_mday))) +
           chrono::hours(local.tm_hour) + chrono::minutes(local.tm_min);
}

// The first minute in which the wall shows `civil` or later. No zone is a whole day off.
Minutes first_at_or_after(Minutes civil) {
    Minutes instant = civil - chrono::hours(26);
    while (local_time(instant) < civil) instant += chrono::minutes(1);
    return instant;
}

std::vector<Minutes> civil_slots(const NoteSchedule& schedule, const Decade& decade) {
    std::vector<Minutes> slots;
    for (auto day = decade.begin; day < decade.end; day += chrono::days(1)) {
        const bool fits =
            schedule.length == PeriodLength::Week
                ? chrono::weekday(day) == schedule.weekday
                : chrono::year_month_day(day).day() == chrono::day(schedule.day_of_month);
        if (fits) slots.push_back(day + schedule.time_of_day);
    }
    return slots;
}

}  // namespace

std::string expression_of(const NoteSchedule& schedule) {
    static constexpr std::array kNames{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const chrono::hh_mm_ss clock(schedule.time_of_day);
    std::array<char, 64> text{};
    if (schedule.length == PeriodLength::Week) {
        std::snprintf(text.data(), text.size(), "%s *-*-*",
                      kNames.at(schedule.weekday.c_encoding()));
    } else {
        std::snprintf(text.data(), text.size(), "*-*-%02u", schedule.day_of_month);
    }
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), " %02d:%02d:00",
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()));
    return std::string(text.data()) + time.data();
}

ExpectedSlots expected_slots(const NoteSchedule& schedule, const std::string& zone,
                             const Decade& decade) {
    ::setenv("TZ", zone.c_str(), 1);
    ::tzset();
    const auto civil = civil_slots(schedule, decade);
    const auto told =
        ask_systemd(expression_of(schedule), decade.begin - chrono::days(2), civil.size() + 4);
    std::map<Minutes, Minutes> by_civil;
    for (const Minutes slot : told) by_civil[local_time(slot)] = slot;
    ExpectedSlots expected;
    for (const Minutes slot : civil) {
        const auto found = by_civil.find(slot);
        if (found != by_civil.end()) {
            expected.slots.emplace_back(found->second);
            continue;
        }
        const Minutes instant = first_at_or_after(slot);
        ++(local_time(instant) == slot ? expected.by_library : expected.in_gaps);
        expected.slots.emplace_back(instant);
    }
    return expected;
}

}  // namespace mentorsync::rigs

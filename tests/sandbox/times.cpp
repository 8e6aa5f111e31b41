#include "tests/sandbox/times.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace mentorsync::sandbox {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

std::optional<int> number_at(std::string_view text, std::size_t start, std::size_t length) {
    if (text.size() < start + length) return std::nullopt;
    int value = 0;
    const char* first = text.data() + start;
    const auto read = std::from_chars(first, first + length, value);
    if (read.ec != std::errc{} || read.ptr != first + length || *first == '-') return std::nullopt;
    return value;
}

// Over the zeros at `start`. Every record of every answer has several times, and printf is slow.
void write_number(std::string& text, std::size_t start, std::size_t length, unsigned value) {
    for (std::size_t at = start + length; at-- > start; value /= 10) {
        text[at] = static_cast<char>('0' + value % 10);
    }
}

std::optional<milliseconds> parse_clock(std::string_view text) {
    const auto hour = number_at(text, 1, 2);
    const auto minute = number_at(text, 4, 2);
    const auto second = number_at(text, 7, 2);
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return {};
    milliseconds result =
        std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
    if (text.size() > 9 && text[9] == '.') {
        const auto part = number_at(text, 10, 3);
        if (!part) return std::nullopt;
        result += milliseconds(*part);
    }
    return text.back() == 'Z' ? std::optional(result) : std::nullopt;
}

}  // namespace

std::string http_date_text(Time time) {
    constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    char text[40];
    std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  kDays[std::chrono::weekday{day}.c_encoding()], unsigned{date.day()},
                  kMonths[unsigned{date.month()} - 1], int{date.year()},
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

std::string iso_text(Time time) {
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::string text = "0000-00-00T00:00:00.000Z";
    write_number(text, 0, 4, static_cast<unsigned>(int{date.year()}));
    write_number(text, 5, 2, unsigned{date.month()});
    write_number(text, 8, 2, unsigned{date.day()});
    write_number(text, 11, 2, static_cast<unsigned>(clock.hours().count()));
    write_number(text, 14, 2, static_cast<unsigned>(clock.minutes().count()));
    write_number(text, 17, 2, static_cast<unsigned>(clock.seconds().count()));
    write_number(text, 20, 3, static_cast<unsigned>(clock.subseconds().count()));
    return text;
}

std::optional<Time> parse_time(std::string_view text) {
    if (!text.empty() && std::all_of(text.begin() + (text.front() == '-' ? 1 : 0), text.end(),
                                     [](char c) { return c >= '0' && c <= '9'; })) {
        std::int64_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc{}) return std::nullopt;
        return Time(milliseconds(value));
    }
    const auto year = number_at(text, 0, 4);
    const auto month = number_at(text, 5, 2);
    const auto day = number_at(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return std::nullopt;
    const Time midnight = std::chrono::sys_days(date);
    if (text.size() == 10) return midnight;
    const auto clock = text[10] == 'T' ? parse_clock(text.substr(10)) : std::nullopt;
    if (!clock) return std::nullopt;
    return midnight + *clock;
}

}  // namespace mentorsync::sandbox

#include "sync/rules/dates.hpp"

#include <cstddef>

namespace mentorsync {

namespace {

// Digits of a time in milliseconds.
constexpr std::size_t kFewest = 12;
constexpr std::size_t kMost = 14;

// Reads exactly `count` digits from the front of `text` and takes them away.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> take_day(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

// "hh:mm", as a duration.
std::optional<std::chrono::minutes> take_minutes(std::string_view& text) {
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
}

// "" or ":ss" or ":ss.f..."; of the fraction, milliseconds count.
std::optional<std::chrono::milliseconds> take_seconds(std::string_view& text) {
    if (!take(text, ':')) return std::chrono::milliseconds(0);
    const auto seconds = take_digits(text, 2);
    if (!seconds || *seconds > 59) return std::nullopt;
    std::chrono::milliseconds result = std::chrono::seconds(*seconds);
    if (!take(text, '.')) return result;
    int weight = 100;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
        result += std::chrono::milliseconds(weight * (text[digits] - '0'));
        weight /= 10;
    }
    if (digits == 0 || digits > 9) return std::nullopt;
    text.remove_prefix(digits);
    return result;
}

// "Z" or "+hh:mm" or "-hh:mm": how far local time is ahead of UTC.
std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z')) return std::chrono::minutes(0);
    const bool ahead = take(text, '+');
    if (!ahead && !take(text, '-')) return std::nullopt;
    const auto offset = take_minutes(text);
    if (!offset) return std::nullopt;
    return ahead ? *offset : -*offset;
}

std::optional<Moment> parse_milliseconds(std::string_view text) {
    if (text.size() < kFewest || text.size() > kMost) return std::nullopt;
    std::chrono::milliseconds since{0};
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        since = since * 10 + std::chrono::milliseconds(c - '0');
    }
    return Moment{Instant(since), false};
}

std::chrono::sys_days day_of(Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant);
}

}  // namespace

std::optional<Moment> parse_moment(std::string_view text) {
    if (auto moment = parse_milliseconds(text)) return moment;
    const auto day = take_day(text);
    if (!day) return std::nullopt;
    if (text.empty()) return Moment{Instant(*day), true};
    if (!take(text, 'T')) return std::nullopt;
    const auto minutes = take_minutes(text);
    if (!minutes) return std::nullopt;
    const auto seconds = take_seconds(text);
    if (!seconds) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return Moment{Instant(*day) + *minutes + *seconds - *offset, false};
}

bool is_before(const Moment& value, const Moment& limit) {
    return limit.whole_day ? day_of(value.at) < day_of(limit.at) : value.at < limit.at;
}

bool is_after(const Moment& value, const Moment& limit) {
    return limit.whole_day ? day_of(value.at) > day_of(limit.at) : value.at > limit.at;
}

}  // namespace mentorsync

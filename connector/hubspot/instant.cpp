#include "connector/hubspot/instant.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace mentorsync::hubspot {

namespace {

namespace chrono = std::chrono;

constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";  // 'd' stands for a digit
constexpr std::size_t kSecondsLength = kShape.size();
constexpr std::size_t kMostFraction = 9;
constexpr auto kEnd = chrono::sys_days{chrono::year{10000} / 1 / 1};

// Reads `text`, which must be digits and nothing else.
template <class Number>
std::optional<Number> read_digits(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    Number number{};
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

// Reads "", ".1", ".123" or longer as milliseconds.
std::optional<chrono::milliseconds> read_fraction(std::string_view text) {
    if (text.empty()) return chrono::milliseconds{0};
    if (text.front() != '.' || text.size() > kMostFraction + 1) return std::nullopt;
    std::string digits(text.substr(1));
    if (!read_digits<long>(digits)) return std::nullopt;
    digits.resize(3, '0');
    return chrono::milliseconds{*read_digits<long>(digits)};
}

std::optional<Instant> read_civil(std::string_view text) {
    for (std::size_t i = 0; i < kSecondsLength; ++i) {
        if (kShape[i] != 'd' && kShape[i] != text[i]) return std::nullopt;
    }
    const auto part = [&](std::size_t at, std::size_t length) {
        return read_digits<int>(text.substr(at, length)).value_or(-1);
    };
    const chrono::year_month_day day{chrono::year{part(0, 4)},
                                     chrono::month{static_cast<unsigned>(part(5, 2))},
                                     chrono::day{static_cast<unsigned>(part(8, 2))}};
    const int hour = part(11, 2);
    const int minute = part(14, 2);
    const int second = part(17, 2);
    const bool is_time =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
    if (!day.ok() || !is_time) return std::nullopt;
    return chrono::sys_days{day} + chrono::hours{hour} + chrono::minutes{minute} +
           chrono::seconds{second};
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
    std::optional<Instant> instant;
    if (text.size() > kSecondsLength && text.back() == 'Z') {
        text.remove_suffix(1);
        const auto fraction = read_fraction(text.substr(kSecondsLength));
        instant = read_civil(text);
        if (instant && fraction) {
            *instant += *fraction;
        } else {
            instant.reset();
        }
    } else if (const auto count = read_digits<long long>(text); count) {
        instant = Instant{chrono::milliseconds{*count}};
    }
    const bool in_range = instant && *instant >= Instant{} && *instant < Instant{kEnd};
    return in_range ? instant : std::nullopt;
}

std::string format_instant(Instant instant) {
    const auto day = chrono::floor<chrono::days>(instant);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss time{instant - day};
    std::array<char, 40> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
        static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
        static_cast<int>(time.subseconds().count()));
    return std::string(text.data(), static_cast<std::size_t>(length));
}

}  // namespace mentorsync::hubspot

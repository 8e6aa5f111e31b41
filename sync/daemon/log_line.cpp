#include "sync/daemon/log_line.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "mentorsync/json.hpp"

namespace mentorsync::daemon {

namespace {

// The length of the UTF-8 sequence that begins `text`, and its character; 0 when it is none.
// Source: RFC 3629, section 4.
std::pair<std::size_t, char32_t> first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return {1, byte(0)};
    const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < length) return {0, 0};
    char32_t character = byte(0) & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {0, 0};
        character = (character << 6U) | (byte(i) & 0x3FU);
    }
    const bool is_overlong =
        (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
    const bool is_no_character =
        character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF);
    return is_overlong || is_no_character ? std::pair<std::size_t, char32_t>{0, 0}
                                          : std::pair{length, character};
}

bool is_fit_for_a_line(char32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return false;
    // Directions, joiners and separators, which show nothing and move what stands beside them.
    if ((c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E)) return false;
    return !(c >= 0x2060 && c <= 0x206F) && c != 0xFEFF && c != 0x061C;
}

std::string timestamp(Instant now) {
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(now - day);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    return text.data();
}

using Facts = std::vector<std::pair<std::string, std::string>>;

// Reads a value of an `Event` from the front of `line`.
std::optional<std::string> take_value(std::string_view& line) {
    std::string value;
    if (!line.starts_with('"')) {
        const auto end = std::min(line.find(' '), line.size());
        value = line.substr(0, end);
        line.remove_prefix(end);
        return value;
    }
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '"') {
            line.remove_prefix(i + 1);
            return value;
        }
        if (line[i] == '\\' && i + 1 < line.size()) ++i;
        value += line[i];
    }
    return std::nullopt;
}

// The facts of an `Event`; empty for any other line.
Facts facts_of(std::string_view line) {
    Facts facts;
    if (!line.starts_with("event=")) return facts;
    while (!line.empty()) {
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) return {};
        std::string key(line.substr(0, equals));
        line.remove_prefix(equals + 1);
        auto value = take_value(line);
        if (!value || (!line.empty() && line.front() != ' ')) return {};
        if (!line.empty()) line.remove_prefix(1);
        // Members of one object have different names.
        const bool is_taken =
            key == "time" || key == "level" ||
            std::ranges::any_of(facts, [&key](const auto& fact) { return fact.first == key; });
        if (is_taken) return {};
        facts.emplace_back(escaped(key), escaped(*value));
    }
    return facts;
}

std::string json_line(LogLevel level, Instant now, std::string_view line) {
    json::Writer writer;
    writer.begin_object().member("time", timestamp(now)).member("level", name_of(level));
    const Facts facts = facts_of(line);
    for (const auto& [key, value] : facts) writer.member(key, value);
    if (facts.empty()) writer.member("message", escaped(line));
    return writer.end_object().take();
}

std::string in_digits(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        std::array<char, 8> hex{};
        std::snprintf(hex.data(), hex.size(), "\\x%02x", static_cast<unsigned char>(c));
        out += hex.data();
    }
    return out;
}

}  // namespace

std::string_view name_of(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::Debug: return "debug";
        case LogLevel::Info: return "info";
        case LogLevel::Warning: return "warning";
        case LogLevel::Error: return "error";
    }
    return "error";
}

int priority_of(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::Debug: return 7;
        case LogLevel::Info: return 6;
        case LogLevel::Warning: return 4;
        case LogLevel::Error: return 3;
    }
    return 3;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [length, character] = first_character(text);
        const std::size_t taken = length == 0 ? 1 : length;
        const bool is_fit = length > 0 && is_fit_for_a_line(character);
        out += is_fit ? std::string(text.substr(0, taken)) : in_digits(text.substr(0, taken));
        text.remove_prefix(taken);
    }
    return out;
}

std::string format_line(LogFormat format, LogLevel level, Instant now, std::string_view line) {
    if (format == LogFormat::Json) return json_line(level, now, line);
    return timestamp(now) + " " + std::string(name_of(level)) + " " + escaped(line);
}

}  // namespace mentorsync::daemon

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "sync/rules/reader.hpp"
#include "sync/run/settings_parts.hpp"

namespace mentorsync {

namespace {

using json::Value;
using std::chrono::seconds;

constexpr std::array<std::string_view, 1> kHttpKeys{"listen"};
constexpr std::string_view kListenExample = "\"listen\": \"127.0.0.1:8750\"";

struct Unit {
    char letter;
    seconds length;
};
constexpr std::array<Unit, 4> kUnits{{{'d', std::chrono::hours{24}},
                                      {'h', std::chrono::hours{1}},
                                      {'m', std::chrono::minutes{1}},
                                      {'s', seconds{1}}}};

// A whole number of digits alone; empty otherwise.
std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 0 || text.starts_with('-')) return {};
    return number;
}

// A longer one than anybody can mean stays so long, so that its limit can tell.
std::optional<seconds> parse_duration(std::string_view text) {
    for (const Unit& unit : kUnits) {
        if (text.empty() || text.back() != unit.letter) continue;
        const auto number = whole_number(text.substr(0, text.size() - 1));
        if (!number) return std::nullopt;
        constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
        return *number > most ? seconds{most} : unit.length * *number;
    }
    return std::nullopt;
}

std::string text_of(seconds duration) {
    for (const Unit& unit : kUnits) {
        if (duration >= unit.length && duration % unit.length == seconds{0}) {
            return std::to_string(duration / unit.length) + unit.letter;
        }
    }
    return "0s";
}

}  // namespace

std::string in_quotes(std::string_view key) {
    return "'" + std::string(key) + "'";
}

std::string text_of(const Value& object, std::string_view key, FaultList& faults,
                    std::string fallback) {
    const Value* const value = object.find(key);
    if (value == nullptr) return fallback;
    auto name = read_name(*value, in_quotes(key), faults);
    return name ? std::move(name->text) : fallback;
}

seconds duration_of(const Value& object, std::string_view key, const DurationLimits& limits,
                    seconds fallback, FaultList& faults) {
    const Value* const value = object.find(key);
    if (value == nullptr) return fallback;
    if (!check_kind(*value, json::Kind::String, in_quotes(key), faults)) return fallback;
    const auto duration = parse_duration(value->text);
    if (!duration) {
        faults.add(value->at, in_quotes(key) + " must be a whole number followed by s, m, h or d",
                   "for example \"" + text_of(fallback) + "\"");
    } else if (*duration < limits.least) {
        faults.add(value->at, in_quotes(key) + " must be at least " + text_of(limits.least),
                   std::string(limits.why_not_less));
    } else if (*duration > limits.most) {
        faults.add(value->at, in_quotes(key) + " must be at most " + text_of(limits.most),
                   std::string(limits.why_not_more));
    } else {
        return *duration;
    }
    return fallback;
}

HttpSettings read_http(const Value& value, FaultList& faults) {
    HttpSettings http;
    if (!check_object(value, "'http'", kHttpKeys, faults)) return http;
    const Value* const listen = required(value, "listen", kListenExample, faults);
    if (listen == nullptr) return http;
    const std::string text = text_of(value, "listen", faults);
    if (text.empty()) return http;
    const std::size_t colon = text.rfind(':');
    const std::string host = text.substr(0, colon);
    const auto port = colon == std::string::npos
                          ? std::nullopt
                          : whole_number(std::string_view(text).substr(colon + 1));
    if (host != "127.0.0.1" && host != "[::1]") {
        faults.add(listen->at, "'listen' must be 127.0.0.1 or [::1], and a port",
                   "others are not to see it; put a proxy with a password before it");
    } else if (!port || *port > std::numeric_limits<std::uint16_t>::max()) {
        faults.add(listen->at, "'listen' must end in a port from 0 to 65535",
                   "for example " + std::string(kListenExample));
    } else {
        http.address = host == "[::1]" ? "::1" : host;
        http.port = static_cast<std::uint16_t>(*port);
    }
    return http;
}

}  // namespace mentorsync

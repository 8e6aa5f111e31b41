#include "tests/sandbox/limits.hpp"

#include <algorithm>

#include "tests/sandbox/errors.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::chrono::seconds kBurstWindow{10};
constexpr std::chrono::seconds kSearchWindow{1};

void forget_before(std::deque<Time>& times, Time limit) {
    while (!times.empty() && times.front() <= limit) times.pop_front();
}

// The daily pool ends at midnight of the portal's own time.
void roll_day(const World& world, const Portal& portal, Shared& shared) {
    const auto day = std::chrono::floor<std::chrono::days>(world.now + portal.utc_offset);
    if (shared.day == day.time_since_epoch().count()) return;
    shared.day = day.time_since_epoch().count();
    shared.used = 0;
}

Response limited(World& world, std::string_view policy, std::string_view which) {
    Json body =
        Json::object({{"status", "error"},
                      {"message", "You have reached your " + std::string(which) + " limit."},
                      {"errorType", "RATE_LIMIT"},
                      {"correlationId", correlation_id(world)},
                      {"policyName", policy}});
    Response response = json_response(429, body);
    if (world.switches.retry_after_on_429) {
        response.headers.emplace_back("Retry-After", policy == "SECONDLY" ? "1" : "10");
    }
    return response;
}

}  // namespace

std::optional<Response> count_request(World& world, Token& token, Rate rate) {
    Shared& shared = world.shared[token.portal];
    const Switches& switches = world.switches;
    roll_day(world, world.portals.at(token.portal), shared);
    forget_before(token.burst, world.now - kBurstWindow);
    forget_before(token.associations, world.now - kBurstWindow);
    forget_before(shared.searches, world.now - kSearchWindow);
    if (switches.enforce_limits) {
        const auto full = [](const std::deque<Time>& times, int limit) {
            return times.size() >= static_cast<std::size_t>(std::max(limit, 0));
        };
        if (shared.used >= switches.daily_limit) return limited(world, "DAILY", "daily");
        if (rate == Rate::Search && full(shared.searches, switches.search_limit)) {
            return limited(world, "SECONDLY", "secondly");
        }
        if (rate == Rate::Burst && full(token.burst, switches.burst_limit)) {
            return limited(world, "TEN_SECONDLY_ROLLING", "ten_secondly_rolling");
        }
        if (rate == Rate::Association && full(token.associations, switches.association_burst)) {
            return limited(world, "TEN_SECONDLY_ROLLING", "ten_secondly_rolling");
        }
    }
    ++shared.used;
    if (rate == Rate::Burst) token.burst.push_back(world.now);
    if (rate == Rate::Association) token.associations.push_back(world.now);
    if (rate == Rate::Search) shared.searches.push_back(world.now);
    return std::nullopt;
}

void add_limit_headers(const World& world, const Token& token, Rate rate, Response& response) {
    if (rate == Rate::Search) return;
    const Switches& switches = world.switches;
    const bool association = rate == Rate::Association;
    const int most = association ? switches.association_burst : switches.burst_limit;
    const auto& times = association ? token.associations : token.burst;
    const auto add = [&](const char* name, int value) {
        response.headers.emplace_back(std::string("X-HubSpot-RateLimit-") + name,
                                      std::to_string(std::max(value, 0)));
    };
    add("Max", most);
    add("Remaining", most - static_cast<int>(times.size()));
    add("Interval-Milliseconds", 10'000);
    if (token.oauth) return;
    const auto shared = world.shared.find(token.portal);
    add("Daily", switches.daily_limit);
    add("Daily-Remaining",
        switches.daily_limit - (shared == world.shared.end() ? 0 : shared->second.used));
}

}  // namespace mentorsync::sandbox

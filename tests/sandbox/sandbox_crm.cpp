#include "tests/sandbox/sandbox_crm.hpp"

#include <algorithm>

#include "tests/sandbox/credentials.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/limits.hpp"
#include "tests/sandbox/oauth.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr int kOutsideAllowlist = 599;

// The path without ids and version, so that requests of one kind count as one.
std::string path_class(const Request& request, const std::optional<Route>& route) {
    if (!route) return request.method + " other";
    std::string path(route->endpoint->pattern);
    for (const Kind kind : route->kinds) {
        path.replace(path.find("{t}"), 3, plural(kind));
    }
    return request.method + " " + path;
}

// The cursor that a request asks for, in its query or its body.
std::string asked_cursor(const Request& request, const Target& target) {
    const auto found = target.query.find("after");
    if (found != target.query.end()) return found->second;
    const auto body = Json::parse(request.body);
    return body ? (*body)["after"].text() : std::string();
}

}  // namespace

std::set<std::string, std::less<>> run_scopes() {
    return {"crm.objects.contacts.read", "crm.objects.contacts.write", "crm.objects.owners.read",
            "crm.lists.read"};
}

std::set<std::string, std::less<>> setup_scopes() {
    auto scopes = run_scopes();
    scopes.insert({"crm.schemas.contacts.read", "crm.schemas.contacts.write"});
    return scopes;
}

SandboxCrm::SandboxCrm(std::uint64_t seed) {
    world_.random = seed;
    // 2026-11-23T06:00:00Z, a Monday.
    world_.now = Time(std::chrono::milliseconds(1'795'413'600'000));
}

Portal& SandboxCrm::add_portal(const std::string& id, const std::string& name) {
    Portal& portal = world_.portals[id];
    portal.id = id;
    portal.name = name;
    return portal;
}

std::string SandboxCrm::add_token(const std::string& portal,
                                  std::set<std::string, std::less<>> scopes) {
    std::string text = new_token_text(world_, "pat-eu1");
    Token token;
    token.portal = portal;
    token.scopes = std::move(scopes);
    world_.tokens.emplace(text, std::move(token));
    return text;
}

std::string SandboxCrm::add_grant(Grant grant) {
    std::string text = new_token_text(world_, "na1");
    world_.grants.emplace(text, std::move(grant));
    return text;
}

Token& SandboxCrm::token(std::string_view text) {
    return world_.tokens.find(text)->second;
}

void SandboxCrm::set_now(Time now) {
    world_.now = std::max(world_.now, now);
    std::vector<Held> due;
    for (std::size_t i = 0; i < held_.size();) {
        if (held_[i].due && *held_[i].due <= world_.now) {
            due.push_back(std::move(held_[i]));
            held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
    }
    for (const Held& held : due) apply_held(held.request);
}

std::size_t SandboxCrm::release_held() {
    const std::vector<Held> all = std::exchange(held_, {});
    for (const Held& held : all) apply_held(held.request);
    return all.size();
}

Outcome SandboxCrm::handle(const Request& request) {
    SeenRequest seen;
    seen.at = world_.now;
    seen.method = request.method;
    seen.target = request.target;
    const auto token = world_.tokens.find(request.token);
    if (token != world_.tokens.end()) seen.portal = token->second.portal;

    Outcome outcome;
    if (const auto fault = faults_.take(world_, request, seen.portal)) {
        outcome = handle_with(*fault, request, seen);
    } else {
        outcome.response = answer(request, seen);
    }
    seen.delivery = outcome.delivery;
    if (outcome.delivery == Delivery::Answered) {
        seen.status = outcome.response.status;
        outcome.response.headers.emplace_back("Date", http_date_text(world_.now));
    }
    if (seen.path_class.empty()) {
        seen.path_class = path_class(
            request, find_route(request.method, parse_target(request.target), world_.switches));
    }
    world_.witness.saw(std::move(seen));
    return outcome;
}

Outcome SandboxCrm::handle_with(const Fault& fault, const Request& request, SeenRequest& seen) {
    Outcome outcome;
    switch (fault.action) {
        case Do::Refuse: outcome.delivery = Delivery::Refused; return outcome;
        case Do::LoseBefore: outcome.delivery = Delivery::LostBefore; return outcome;
        case Do::HoldThenApply:
            held_.push_back({request, fault.delay.count() > 0
                                          ? std::optional(world_.now + fault.delay)
                                          : std::nullopt});
            outcome.delivery = Delivery::LostAfter;
            return outcome;
        case Do::Answer:
        case Do::HtmlPage: spoil(world_, fault, "", outcome.response); return outcome;
        case Do::ApplyThenDrop: outcome.delivery = Delivery::LostAfter; break;
        case Do::Delay: outcome.delay = fault.delay; break;
        case Do::ApplyThenFail:
        case Do::Truncate:
        case Do::ReplaceBody:
        case Do::ShuffleRows:
        case Do::DoubleRow:
        case Do::DropRow:
        case Do::RepeatCursor:
        case Do::EndlessPaging: break;
    }
    outcome.response = answer(request, seen);
    spoil(world_, fault, asked_cursor(request, parse_target(request.target)), outcome.response);
    return outcome;
}

Response SandboxCrm::answer(const Request& request, SeenRequest& seen) {
    const Target target = parse_target(request.target);
    if (auto oauth = answer_oauth(world_, request, target)) {
        seen.path_class = request.method + " oauth/" + target.segments.back();
        return *oauth;
    }
    const auto route = find_route(request.method, target, world_.switches);
    seen.path_class = path_class(request, route);
    if (!route || (world_.switches.enforce_allowlist && !is_allowed(*route))) {
        world_.witness.saw_violation(request.method + " " + request.target);
        return error_response(world_, kOutsideAllowlist, "SANDBOX",
                              "no client of ours may send this request");
    }
    const auto found = world_.tokens.find(request.token);
    Token* const token = found == world_.tokens.end() ? nullptr : &found->second;
    if (auto refusal = refuse_token(world_, token)) return *refusal;
    if (auto refusal = count_request(world_, *token, route->endpoint->rate)) return *refusal;

    Response response = apply(request, target, *route, *token);
    add_limit_headers(world_, *token, route->endpoint->rate, response);
    return response;
}

Response SandboxCrm::apply(const Request& request, const Target& target, const Route& route,
                           const Token& token) {
    if (auto refusal = refuse_scope(world_, token, route.endpoint->scopes)) return *refusal;
    if (request.target.size() > world_.switches.max_target) {
        return error_response(world_, 414, "VALIDATION_ERROR", "URI too long");
    }
    Call call{world_,        world_.portals.at(token.portal),
              route.version, route.kinds,
              route.ids,     target.query,
              Json(),        request.body.size()};
    if (!request.body.empty()) {
        auto body = Json::parse(request.body);
        if (!body) return bad_request(world_, "Invalid input JSON");
        call.body = std::move(*body);
    }
    return route.endpoint->handler(call);
}

// A request that arrives late: its sender has long given up, and limits no longer matter.
void SandboxCrm::apply_held(const Request& request) {
    const Target target = parse_target(request.target);
    const auto route = find_route(request.method, target, world_.switches);
    const auto token = world_.tokens.find(request.token);
    if (!route || token == world_.tokens.end() || token->second.refused) return;
    if (world_.switches.enforce_allowlist && !is_allowed(*route)) return;
    static_cast<void>(apply(request, target, *route, token->second));
}

}  // namespace mentorsync::sandbox

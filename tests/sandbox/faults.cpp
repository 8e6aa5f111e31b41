#include "tests/sandbox/faults.hpp"

#include <algorithm>

#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/json.hpp"
#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::string_view kPage =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome to the network"
    "</body></html>";

void spoil_results(World& world, Do action, std::vector<Json>& rows) {
    if (rows.empty()) return;
    if (action == Do::DoubleRow) rows.insert(rows.begin(), Json(rows.front()));
    if (action == Do::DropRow) rows.pop_back();
    if (action != Do::ShuffleRows) return;
    for (std::size_t i = rows.size(); i > 1; --i) {
        std::swap(rows[i - 1], rows[world.next_random() % i]);
    }
}

void spoil_paging(const Fault& fault, const std::string& after, Json& body) {
    const bool endless = fault.action == Do::EndlessPaging;
    if (endless && !after.empty()) body.set("results", Json::array());
    const std::string cursor = endless ? after + "1" : after;
    body.set("paging", Json::object({{"next", Json::object({{"after", cursor}})}}));
}

}  // namespace

bool occurs(std::string_view pattern, std::string_view text) {
    for (const std::string& part : split(pattern, '*')) {
        const std::size_t found = text.find(part);
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + part.size());
    }
    return true;
}

std::optional<Fault> FaultScript::take(World& world, const Request& request,
                                       const std::string& portal) {
    for (Entry& entry : entries_) {
        const Match& match = entry.fault.match;
        const bool fits = (match.method.empty() || match.method == request.method) &&
                          (match.portal.empty() || match.portal == portal) &&
                          occurs(match.path, request.target) && occurs(match.body, request.body);
        if (!fits) continue;
        ++entry.seen;
        if (match.nth > 0 && entry.seen != match.nth) continue;
        if (match.times > 0 && entry.done >= match.times) continue;
        if (match.percent < 100 &&
            world.next_random() % 100 >= static_cast<std::uint64_t>(match.percent)) {
            continue;
        }
        ++entry.done;
        return entry.fault;
    }
    return std::nullopt;
}

void spoil(World& world, const Fault& fault, const std::string& after, Response& response) {
    switch (fault.action) {
        case Do::Refuse:
        case Do::LoseBefore:
        case Do::ApplyThenDrop:
        case Do::HoldThenApply:
        case Do::Delay: return;
        case Do::ApplyThenFail:
            response = error_response(world, fault.status, "INTERNAL_ERROR", "internal error");
            response.headers.insert(response.headers.end(), fault.headers.begin(),
                                    fault.headers.end());
            return;
        case Do::Answer:
            response.status = fault.status;
            response.headers = fault.headers;
            response.body = fault.body;
            return;
        case Do::HtmlPage:
            response.status = 200;
            response.headers = {{"Content-Type", "text/html"}};
            response.body = kPage;
            return;
        case Do::Truncate:
            response.body.resize(std::min(response.body.size(), fault.bytes));
            return;
        case Do::ReplaceBody: response.body = fault.body; return;
        case Do::ShuffleRows:
        case Do::DoubleRow:
        case Do::DropRow:
        case Do::RepeatCursor:
        case Do::EndlessPaging: break;
    }
    auto body = Json::parse(response.body);
    if (!body || !body->is_object() || !body->has("results")) return;
    if (fault.action == Do::RepeatCursor || fault.action == Do::EndlessPaging) {
        spoil_paging(fault, after, *body);
    } else {
        spoil_results(world, fault.action, body->find("results")->items());
    }
    response.body = body->dump();
}

}  // namespace mentorsync::sandbox

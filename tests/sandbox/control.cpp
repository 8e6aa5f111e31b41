#include "tests/sandbox/control.hpp"

#include <array>
#include <utility>

#include "tests/sandbox/desk.hpp"
#include "tests/sandbox/errors.hpp"
#include "tests/sandbox/query.hpp"
#include "tests/sandbox/view.hpp"

namespace mentorsync::sandbox {
namespace {

Response done(const Json& body = Json::object({{"done", true}})) {
    return json_response(200, body);
}

Response refused(int status, std::string_view why) {
    return json_response(status, Json::object({{"error", why}}));
}

Response show_contact(const Controlled& controlled, const std::string& id, bool as_text_wanted) {
    const auto view = see_contact(controlled.crm.world(), controlled.portal, id);
    if (!view) return refused(404, "no such contact");
    if (!as_text_wanted) return done(as_json(*view));
    Response response;
    response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    response.body = as_text(*view);
    return response;
}

Response show_witness(const Controlled& controlled) {
    const Witness& witness = controlled.crm.witness();
    Json counts = Json::object();
    for (const auto& [name, count] : witness.counts()) counts.set(name, count);
    return done(Json::object({{"requests", witness.request_count()},
                              {"counts", std::move(counts)},
                              {"violations", Json::strings(witness.violations())},
                              {"most_live", witness.most_live()},
                              {"most_visible", witness.most_visible()},
                              {"risen", Json::strings(witness.risen())}}));
}

Response show_requests(const Controlled& controlled) {
    Json requests = Json::array();
    for (const SeenRequest& seen : controlled.crm.witness().requests()) {
        requests.push(Json::object({{"at", iso_text(seen.at)},
                                    {"method", seen.method},
                                    {"target", seen.target},
                                    {"class", seen.path_class},
                                    {"status", seen.status}}));
    }
    return done(Json::object({{"requests", std::move(requests)}}));
}

Response show_minimum(const Controlled& controlled) {
    const RequestCount count = minimum_requests(controlled.truth);
    return done(Json::object({{"total", count.total()},
                              {"account", count.account},
                              {"labels", count.labels},
                              {"lists", count.lists},
                              {"memberships", count.memberships},
                              {"owners", count.owners},
                              {"contacts", count.contacts},
                              {"mentors", count.mentors},
                              {"associations", count.associations},
                              {"tasks", count.tasks}}));
}

Response set_clock(Controlled& controlled, const Json& body) {
    controlled.real_time = body["real"].truth();
    if (body.has("now")) {
        const auto time = parse_time(body["now"].text());
        if (!time) return refused(400, "now is no time");
        controlled.crm.set_now(*time);
    }
    const std::chrono::seconds more(body["advance_seconds"].integer(0));
    controlled.crm.set_now(controlled.crm.now() + more);
    return done(Json::object({{"now", iso_text(controlled.crm.now())}}));
}

Response set_token(Controlled& controlled, const Json& body) {
    Token& token = controlled.crm.token(controlled.token);
    if (body.has("refused")) token.refused = body["refused"].truth();
    if (body.has("expired")) {
        token.expires =
            body["expired"].truth() ? std::optional(controlled.crm.now()) : std::nullopt;
    }
    if (body.has("scopes")) {
        token.scopes.clear();
        for (const Json& scope : body["scopes"].items()) token.scopes.insert(scope.text());
    }
    if (body["rotate"].truth()) {
        const auto scopes = token.scopes;
        token.refused = true;
        controlled.token = controlled.crm.add_token(controlled.portal, scopes);
        if (controlled.token_moved) controlled.token_moved(controlled.token);
    }
    return done();
}

// {"refused": true} takes every consent back, {"denied": true} says no on the app's page.
Response set_oauth(Controlled& controlled, const Json& body) {
    World& world = controlled.crm.world();
    if (body.has("refused")) {
        for (auto& [token, grant] : world.grants) grant.refused = body["refused"].truth();
        for (auto& [text, token] : world.tokens) {
            if (token.oauth) token.refused = body["refused"].truth();
        }
    }
    if (body.has("denied")) {
        for (auto& [id, app] : world.apps) app.denied = body["denied"].truth();
    }
    if (body["expired"].truth()) {
        for (auto& [text, token] : world.tokens) {
            if (token.oauth) token.expires = world.now;
        }
    }
    return done();
}

Properties read_properties(const Json& json) {
    Properties properties;
    for (std::size_t i = 0; i < json.size(); ++i) {
        properties[json.names()[i]] = json.items()[i].text();
    }
    return properties;
}

// The deeds that work on one record of a kind.
Response change_record(Desk& desk, const std::string& deed, const Json& body) {
    const auto kind = kind_of(body["kind"].text());
    if (!kind) return refused(400, "kind is unknown");
    const std::string id = body["id"].text();
    if (deed == "create") {
        return done(Json::object({{"id", desk.add(*kind, read_properties(body["properties"]))}}));
    }
    if (deed == "edit") desk.edit(*kind, id, read_properties(body["properties"]));
    if (deed == "remove") desk.remove(*kind, id);
    if (deed == "restore") desk.restore(*kind, id);
    if (deed == "link") desk.link(*kind, id, Kind::Contact, body["contact"].text());
    if (deed == "unlink") desk.unlink(*kind, id, Kind::Contact, body["contact"].text());
    return done();
}

bool is_contact(const Controlled& controlled, const Json& id) {
    return controlled.crm.portal(controlled.portal).shelf(Kind::Contact).find_live(id.text()) !=
           nullptr;
}

Response change_people(Controlled& controlled, Desk& desk, const std::string& deed,
                       const Json& body) {
    if (deed == "merge") {
        if (!is_contact(controlled, body["primary"]) || !is_contact(controlled, body["other"])) {
            return refused(400, "primary or other is no live contact");
        }
        return done(
            Json::object({{"id", desk.merge(body["primary"].text(), body["other"].text())}}));
    }
    if (deed == "erase") {
        desk.erase_for_privacy(body["contact"].text());
    } else if (deed == "label") {
        desk.label(body["mentee"].text(), body["mentor"].text(), body["label"].text());
    } else if (deed == "list" && body["member"].truth()) {
        desk.add_to_list(body["list"].text(), body["contact"].text());
    } else if (deed == "list") {
        desk.remove_from_list(body["list"].text(), body["contact"].text());
    } else if (deed == "deactivate-owner") {
        desk.deactivate_owner(body["owner"].text());
    } else {
        return refused(404, "no such deed");
    }
    return done();
}

Response inject(Controlled& controlled, const Json& body) {
    auto fault = fault_from(body);
    if (!fault) return refused(400, "do is unknown");
    controlled.crm.inject(std::move(*fault));
    return done();
}

Response show(const Controlled& controlled, const Target& target) {
    const std::string& what = target.segments[1];
    const auto format = target.query.find("format");
    if (what == "contacts" && target.segments.size() == 3) {
        const bool json = format != target.query.end() && format->second == "json";
        return show_contact(controlled, target.segments[2], !json);
    }
    if (what == "witness") return show_witness(controlled);
    if (what == "requests") return show_requests(controlled);
    if (what == "truth") return done(as_json(controlled.truth));
    if (what == "minimum") return show_minimum(controlled);
    if (what == "clock") return done(Json::object({{"now", iso_text(controlled.crm.now())}}));
    return refused(404, "nothing to show there");
}

Response act(Controlled& controlled, const Target& target, const Json& body) {
    const std::string& what = target.segments[1];
    Desk desk(controlled.crm, controlled.portal);
    if (what == "clock") return set_clock(controlled, body);
    if (what == "token") return set_token(controlled, body);
    if (what == "oauth") return set_oauth(controlled, body);
    if (what == "faults") return inject(controlled, body);
    if (what == "release") {
        return done(Json::object({{"released", controlled.crm.release_held()}}));
    }
    if (what == "switches") {
        const std::string unknown = set_switches(controlled.crm.switches(), body);
        return unknown.empty() ? done() : refused(400, "unknown switch " + unknown);
    }
    if (what == "witness") {
        controlled.crm.witness().forget_requests();
        return done();
    }
    if (what == "tasks" && target.segments.size() == 4) {
        desk.complete_task(target.segments[2]);
        return done();
    }
    return body.has("kind") ? change_record(desk, what, body)
                            : change_people(controlled, desk, what, body);
}

}  // namespace

Response control(Controlled& controlled, const Request& request) {
    const Target target = parse_target(request.target);
    if (target.segments.size() < 2 || target.segments[0] != "_sandbox") {
        return refused(404, "paths begin with /_sandbox/");
    }
    if (request.method == "GET") return show(controlled, target);
    if (request.method == "DELETE" && target.segments[1] == "faults") {
        controlled.crm.clear_faults();
        return done();
    }
    if (request.method != "POST") return refused(405, "GET, POST or DELETE");
    auto body = request.body.empty() ? Json::object() : Json::parse(request.body);
    if (!body || !body->is_object()) return refused(400, "the body must be a JSON object");
    return act(controlled, target, *body);
}

}  // namespace mentorsync::sandbox

#include "tests/rigs/planted/planted_search.hpp"

#include "mentorsync/json.hpp"
#include "mentorsync/own_names.hpp"
#include "tests/run/world.hpp"

namespace mentorsync::planted {

tests::World* searched_world = nullptr;

namespace {

KeyState search_note(const NoteKey& key) {
    json::Writer body;
    body.begin_object().key("filterGroups").begin_array().begin_object();
    body.key("filters").begin_array().begin_object();
    body.member("propertyName", kKeyProperty).member("operator", "EQ");
    body.member("value", key.text()).end_object().end_array();
    body.end_object().end_array().end_object();

    sandbox::SandboxCrm& crm = searched_world->crm;
    crm.switches().enforce_allowlist = false;
    sandbox::Request request;
    request.method = "POST";
    request.target = "/crm/objects/2026-09/notes/search";
    request.token = searched_world->token;
    request.body = body.text();
    const auto outcome = crm.handle(request);
    crm.switches().enforce_allowlist = true;

    const auto answer = json::parse(outcome.response.body);
    if (!answer) return {};
    const json::Value* const results = answer->find("results");
    if (results == nullptr || results->items.empty()) return {};
    return {KeyState::Where::Live, RecordId(results->items.front().find("id")->text)};
}

}  // namespace

Result<std::vector<KeyState>> search_notes(std::span<const NoteKey> keys) {
    std::vector<KeyState> states;
    for (const NoteKey& key : keys) states.push_back(search_note(key));
    return states;
}

}  // namespace mentorsync::planted

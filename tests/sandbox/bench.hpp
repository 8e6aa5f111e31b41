// A small portal to test the sandbox with.

#pragma once

#include <string>
#include <vector>

#include "tests/sandbox/desk.hpp"
#include "tests/sandbox/driver.hpp"
#include "tests/sandbox/generator.hpp"

namespace mentorsync::sandbox {

struct Bench {
    static constexpr const char* kPortal = "4242";

    SandboxCrm crm{7};
    Portal& portal = crm.add_portal(kPortal);
    std::string token = crm.add_token(kPortal);
    Driver api{crm, token};
    Desk desk{crm, kPortal};

    // With mentorsync's own properties.
    Bench() { set_up_portal(crm, kPortal); }

    void pass(std::chrono::milliseconds time) { crm.set_now(crm.now() + time); }

    std::string contact(const std::string& email) {
        return desk.add(Kind::Contact, {{"email", email}, {"firstname", "Aino"}});
    }
    std::string note(const std::string& body) {
        return desk.add(Kind::Note, {{"hs_note_body", body}, {"hs_timestamp", "0"}});
    }

    // The body of a batch create of notes with these keys.
    static Json keyed_notes(const std::vector<std::string>& keys, bool traced = true) {
        Json inputs = Json::array();
        for (const std::string& key : keys) {
            Json input = Json::object({{"properties", Json::object({{"mentorsync_key", key},
                                                                    {"hs_note_body", "hei"},
                                                                    {"hs_timestamp", "0"}})}});
            if (traced) input.set("objectWriteTraceId", key);
            inputs.push(std::move(input));
        }
        return Json::object({{"inputs", std::move(inputs)}});
    }
    Reply create_notes(const std::vector<std::string>& keys, bool traced = true) {
        return api.post("/crm/objects/2026-09/notes/batch/create", keyed_notes(keys, traced));
    }
    // Associates in the way that the client does.
    [[nodiscard]] Reply associate(const std::string& note, const std::string& contact) {
        const Json pair = Json::object(
            {{"from", Json::object({{"id", note}})}, {"to", Json::object({{"id", contact}})}});
        return api.post("/crm/associations/2026-09/notes/contacts/batch/associate/default",
                        Json::object({{"inputs", Json::array({pair})}}));
    }
};

[[nodiscard]] inline Json id_inputs(const std::vector<std::string>& ids) {
    Json inputs = Json::array();
    for (const std::string& id : ids) inputs.push(Json::object({{"id", id}}));
    return Json::object({{"inputs", std::move(inputs)}});
}

}  // namespace mentorsync::sandbox

// A short way to ask the sandbox, for tests of it and on it.

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "tests/sandbox/json.hpp"
#include "tests/sandbox/sandbox_crm.hpp"

namespace mentorsync::sandbox {

struct Reply {
    int status = 0;  // 0: no answer arrived
    Json body;       // null when the answer is empty or no JSON
    Headers headers;
};

class Driver {
public:
    Driver(SandboxCrm& crm, std::string token) : crm_(crm), token_(std::move(token)) {}

    [[nodiscard]] Reply get(const std::string& target) { return send("GET", target, {}); }
    [[nodiscard]] Reply post(const std::string& target, const Json& body) {
        return send("POST", target, body.dump());
    }
    [[nodiscard]] Reply send(std::string method, std::string target, std::string body) {
        const Outcome outcome =
            crm_.handle({std::move(method), std::move(target), token_, std::move(body)});
        if (outcome.delivery != Delivery::Answered) return {};
        Reply reply{outcome.response.status, {}, outcome.response.headers};
        if (auto json = Json::parse(outcome.response.body)) reply.body = std::move(*json);
        return reply;
    }

private:
    SandboxCrm& crm_;
    std::string token_;
};

}  // namespace mentorsync::sandbox

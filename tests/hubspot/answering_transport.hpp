// A transport whose answers a test computes from the requests.

#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "connector/http/transport.hpp"

namespace mentorsync::hubspot {

class AnsweringTransport final : public http::Transport {
public:
    using Answer = std::function<Result<http::Response>(const http::Request& request)>;

    explicit AnsweringTransport(Answer answer) : answer_(std::move(answer)) {}

    std::vector<Result<http::Response>> exchange(std::span<const http::Request> wave,
                                                 const std::stop_token&) override {
        std::vector<Result<http::Response>> answers;
        for (const http::Request& request : wave) {
            requests.push_back(request);
            answers.push_back(answer_(request));
        }
        return answers;
    }

    std::vector<http::Request> requests;

private:
    Answer answer_;
};

[[nodiscard]] inline http::Response respond(int status, std::string body) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

}  // namespace mentorsync::hubspot

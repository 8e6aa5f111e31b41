#include "connector/hubspot/client.hpp"

#include <algorithm>

#include "connector/hubspot/errors.hpp"

namespace mentorsync::hubspot {

namespace {

bool is_success(int status) {
    return status >= 200 && status < 300;
}

// What begins with '<' is markup, whatever its header says.
bool is_markup(const http::Response& response) {
    const std::size_t start = response.body.find_first_not_of(" \t\r\n");
    return start != std::string::npos && response.body[start] == '<';
}

Error unreadable(Endpoint endpoint, ApiVersion version, ErrorCode code, const std::string& what) {
    const bool creates = row_of(endpoint).request_class == http::RequestClass::Create;
    return {creates ? ErrorCode::Ambiguous : code, describe(endpoint, version) + ": " + what};
}

Result<Answer> read_answer(Endpoint endpoint, ApiVersion version, const http::Response& response) {
    if (response.body.empty()) {
        if (row_of(endpoint).method == http::Method::Delete || response.status == 204) {
            return Answer{response.status, {}};
        }
        return Failure(unreadable(endpoint, version, ErrorCode::BadResponse,
                                  "the answer is empty where JSON is due"));
    }
    if (is_markup(response)) {
        return Failure(unreadable(endpoint, version, ErrorCode::Unavailable,
                                  "the CRM answers HTML: is a proxy or a login page in between?"));
    }
    auto parsed = json::parse(response.body);
    if (!parsed) {
        const json::ParseError& fault = parsed.error();
        return Failure(unreadable(endpoint, version, ErrorCode::BadResponse,
                                  "the answer is no valid JSON at line " +
                                      std::to_string(fault.at.line) + ", column " +
                                      std::to_string(fault.at.column) + ": " + fault.what));
    }
    if (!parsed->is(json::Kind::Object)) {
        return Failure(unreadable(endpoint, version, ErrorCode::BadResponse,
                                  "the answer is not a JSON object"));
    }
    return Answer{response.status, *std::move(parsed)};
}

Reply make_reply(Endpoint endpoint, ApiVersion version, const Result<http::Response>& outcome) {
    if (!outcome) return {Failure(outcome.error())};
    if (is_success(outcome->status)) return {read_answer(endpoint, version, *outcome)};
    return {Failure(error_of(endpoint, version, *outcome)), parse_fault(outcome->body)};
}

}  // namespace

std::vector<Reply> Client::exchange(std::span<const Call> calls, const std::stop_token& stop) {
    std::vector<http::Request> wave;
    std::vector<Reply> replies;
    std::vector<std::size_t> places;  // of the requests of the wave among the calls
    for (const Call& call : calls) {
        auto request = make_request(version_, call);
        if (request) {
            places.push_back(replies.size());
            wave.push_back(*std::move(request));
            replies.push_back({Answer{}});
        } else {
            replies.push_back({Failure(std::move(request).error())});
        }
    }
    if (wave.empty()) return replies;

    const auto outcomes = transport_.exchange(wave, stop);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const std::size_t place = places[i];
        replies[place] = make_reply(calls[place].endpoint, version_, outcomes[i]);
    }
    return replies;
}

Reply Client::send(const Call& call, const std::stop_token& stop) {
    return std::move(exchange(std::span(&call, 1), stop).front());
}

Error bad_shape(Endpoint endpoint, ApiVersion version, std::string_view where,
                std::string_view what) {
    return unreadable(
        endpoint, version, ErrorCode::BadResponse,
        "the answer is not as documented at " + std::string(where) + ": " + std::string(what));
}

}  // namespace mentorsync::hubspot

#include "tests/rigs/simulation/wire.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "tests/rigs/common/recorded_creates.hpp"

namespace mentorsync::rigs {

namespace {

// Any odd number with many bits: what was seen before must not be lost.
constexpr std::uint64_t kMixer = 0x9E37'79B9'7F4A'7C15U;

constexpr std::uint64_t kLongestWait = 24 * 60 * 60;  // in seconds

// Whole seconds that may be believed; 0 when there are none.
std::chrono::seconds wait_of(const http::Response& answer) {
    const std::string_view text = answer.header("Retry-After");
    const bool is_number = !text.empty() && text.size() < 6 &&
                           text.find_first_not_of("0123456789") == std::string_view::npos;
    const std::uint64_t seconds = is_number ? std::stoull(std::string(text)) : 0;
    return std::chrono::seconds(seconds > kLongestWait ? 0 : seconds);
}

bool is_at(const http::Request& request, std::string_view path) {
    return request.target.find(path) != std::string::npos;
}

}  // namespace

void Wire::look_at(const http::Request& request) {
    ++requests_;
    if (clock_.elapsed() < wait_until_) ++early_;
    const bool leaks = request.body.find(kCanary) != std::string::npos ||
                       request.target.find(kCanary) != std::string::npos;
    if (leaks) ++leaks_;
    if (is_at(request, "notes/batch/create")) {
        for (std::string& key : keys_in(request.body)) {
            if (!in_doubt_.insert(std::move(key)).second) ++sent_blindly_;
        }
    } else if (is_at(request, "notes/batch/read")) {
        std::erase_if(in_doubt_, [&request](const std::string& key) {
            return request.body.find(key) != std::string::npos;
        });
    }
}

void Wire::look_at(const http::Request& request, const Result<http::Response>& answer) {
    if (answer && answer->status == 429) {
        wait_until_ = std::max(wait_until_, clock_.elapsed() + wait_of(*answer));
    }
    // Refused, or never arrived: nothing was made, and it may be sent again.
    const bool is_refused = answer ? answer->status >= 400 && answer->status < 500
                                   : answer.error().code == ErrorCode::Unavailable;
    if (!is_refused || !is_at(request, "notes/batch/create")) return;
    for (const std::string& key : keys_in(request.body)) in_doubt_.erase(key);
}

void Wire::add_to_trace(std::string_view text) {
    trace_ = (trace_ ^ std::hash<std::string_view>()(text)) * kMixer;
}

std::vector<Result<http::Response>> Wire::exchange(std::span<const http::Request> wave,
                                                   const std::stop_token& stop) {
    if (is_dead()) throw Crash{};
    const bool is_last = dies_in_ == 1;
    if (dies_in_ > 0) --dies_in_;
    for (const http::Request& request : wave) {
        look_at(request);
        add_to_trace(std::to_string(clock_.elapsed().count()));
        add_to_trace(request.target);
        add_to_trace(request.body);
    }
    if (is_last && dies_before_) throw Crash{};
    auto answers = crm_.exchange(wave, stop);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto& answer = answers[i];
        look_at(wave[i], answer);
        add_to_trace(answer ? std::to_string(answer->status) + answer->body
                            : std::string(name_of(answer.error().code)));
    }
    if (is_last) throw Crash{};
    return answers;
}

}  // namespace mentorsync::rigs

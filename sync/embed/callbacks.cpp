#include "sync/embed/callbacks.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace mentorsync::embed {

namespace {

using std::chrono::milliseconds;

// So long at most until a cancel is seen.
constexpr milliseconds kLongestWait{100};

thread_local const Callbacks* calling_back = nullptr;

mentorsync_text text_of(std::string_view text) {
    return {text.data(), text.size()};
}

int32_t number_of(http::RequestClass request_class) {
    switch (request_class) {
        case http::RequestClass::Read: return MENTORSYNC_READ;
        case http::RequestClass::IdempotentWrite: return MENTORSYNC_IDEMPOTENT_WRITE;
        case http::RequestClass::Create: return MENTORSYNC_CREATE;
    }
    return MENTORSYNC_CREATE;
}

int32_t number_of(LogLevel level) {
    switch (level) {
        case LogLevel::Debug: return MENTORSYNC_LOG_DEBUG;
        case LogLevel::Info: return MENTORSYNC_LOG_INFO;
        case LogLevel::Warning: return MENTORSYNC_LOG_WARNING;
        case LogLevel::Error: break;
    }
    return MENTORSYNC_LOG_ERROR;
}

}  // namespace

http::Response answer_of(int32_t status, std::string_view lines, std::string_view body) {
    http::Response answer;
    answer.status = status;
    answer.body = std::string(body);
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        std::string_view value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        answer.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
    }
    return answer;
}

template <class Call>
void Callbacks::call(Call callback) const noexcept {
    const Callbacks* const outer = std::exchange(calling_back, this);
    bool threw = false;
    try {
        callback();
    } catch (...) {
        threw = true;
    }
    calling_back = outer;
    // What the engine's own thread calls back for belongs to no call.
    if (!threw || !is_caller()) return;
    has_thrown_ = true;
    present_stop().request_stop();
}

bool Callbacks::is_caller() const noexcept {
    const std::scoped_lock lock(mutex_);
    return caller_ == std::this_thread::get_id();
}

std::stop_source Callbacks::present_stop() const noexcept {
    const std::scoped_lock lock(mutex_);
    return stop_;
}

bool Callbacks::is_calling_back() const noexcept {
    return calling_back == this;
}

std::stop_token Callbacks::begin() {
    std::stop_source stop;
    const std::scoped_lock lock(mutex_);
    stop_ = std::move(stop);
    caller_ = std::this_thread::get_id();
    has_thrown_ = false;
    return stop_.get_token();
}

bool Callbacks::end() noexcept {
    const std::scoped_lock lock(mutex_);
    stop_ = std::stop_source(std::nostopstate);
    caller_ = {};
    return has_thrown_.exchange(false);
}

// Not under the lock: whoever waits for the stop may call back.
void Callbacks::cancel() {
    present_stop().request_stop();
}

void Callbacks::ask_whether_to_go_on() const {
    if (options_.cancelled == nullptr || !is_caller()) return;
    int32_t cancelled = 0;
    call([&] { cancelled = options_.cancelled(options_.cancelled_data); });
    if (cancelled != 0) present_stop().request_stop();
}

Instant Callbacks::now() const {
    ask_whether_to_go_on();
    if (options_.now == nullptr) return system_.now();
    int64_t since = 0;
    call([&] { since = options_.now(options_.clock_data); });
    return Instant(milliseconds(since));
}

milliseconds Callbacks::elapsed() const {
    ask_whether_to_go_on();
    if (options_.elapsed == nullptr) return system_.elapsed();
    int64_t since = 0;
    call([&] { since = options_.elapsed(options_.clock_data); });
    return milliseconds(since);
}

bool Callbacks::wait_for(milliseconds duration, const std::stop_token& stop) {
    while (duration > milliseconds(0) && !stop.stop_requested()) {
        const milliseconds some = std::min(duration, kLongestWait);
        ask_whether_to_go_on();
        if (!stop.stop_requested()) wait_some(some, stop);
        duration -= some;
    }
    return !stop.stop_requested();
}

void Callbacks::wait_some(milliseconds duration, const std::stop_token& stop) {
    if (options_.wait == nullptr) {
        system_.wait_for(duration, stop);
    } else {
        call([&] { options_.wait(options_.clock_data, duration.count()); });
    }
}

void Callbacks::write(LogLevel level, std::string_view line) {
    if (options_.log == nullptr) return;
    const std::string text(line);
    call([&] { options_.log(options_.log_data, number_of(level), text.c_str(), text.size()); });
}

Result<http::Response> Callbacks::exchange(const LentTransport::Order& order) const {
    const http::Request& asked = order.request;
    const mentorsync_request request{
        .struct_size = sizeof(mentorsync_request),
        .method = text_of(http::name_of(asked.method)),
        .base_url = text_of(order.base_url),
        .target = text_of(asked.target),
        .bearer = text_of(asked.bearer.reveal()),
        .body = text_of(asked.body),
        .content_type = text_of(order.content_type),
        .request_class = number_of(asked.request_class),
    };
    mentorsync_response response;
    mentorsync_code code = MENTORSYNC_AMBIGUOUS;
    call([&] { code = options_.exchange(options_.exchange_data, &request, &response); });
    if (code == MENTORSYNC_OK && response.is_set) return std::move(response.answer);
    if (code == MENTORSYNC_UNAVAILABLE) return fail(ErrorCode::Unavailable, "no answer");
    if (code == MENTORSYNC_CANCELLED) return fail(ErrorCode::Cancelled, "stopped on request");
    return fail(ErrorCode::Ambiguous, "no answer");
}

NetworkChoice Callbacks::network() {
    NetworkChoice choice;
    choice.curl_is_ready = (options_.flags & MENTORSYNC_CURL_IS_READY) != 0;
    if (options_.exchange == nullptr) return choice;
    choice.lend = [this](std::string_view base_url, std::string_view content_type) {
        return std::make_unique<LentTransport>(
            [this](const LentTransport::Order& order) {
                ask_whether_to_go_on();
                return exchange(order);
            },
            base_url, content_type);
    };
    return choice;
}

}  // namespace mentorsync::embed

#include "sync/run/beside.hpp"

#include <charconv>

#include "mentorsync/json.hpp"

namespace mentorsync {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLongestWait = 1min;
constexpr std::chrono::milliseconds kBetweenLooks = 100ms;
constexpr int kLastCode = static_cast<int>(ErrorCode::Busy);

template <class Number>
Number number_at(const json::Value& root, std::initializer_list<std::string_view> path) {
    Number number{};
    const json::Value* const value = root.find_path(path);
    if (value == nullptr || !value->is(json::Kind::Number)) return number;
    std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
    return number;
}

std::string text_at(const json::Value& root, std::initializer_list<std::string_view> path) {
    const json::Value* const value = root.find_path(path);
    return value != nullptr && value->is(json::Kind::String) ? value->text : std::string();
}

ErrorCode code_named(std::string_view name) {
    for (int code = 1; code <= kLastCode; ++code) {
        if (name_of(static_cast<ErrorCode>(code)) == name) return static_cast<ErrorCode>(code);
    }
    return ErrorCode::Internal;
}

}  // namespace

std::string request_argument(std::string_view key, std::string_view value) {
    json::Writer writer;
    writer.begin_object();
    if (!value.empty()) writer.member(key, value);
    return writer.end_object().take();
}

Result<std::string> Beside::ask(std::string_view command, const std::string& argument,
                                const std::stop_token& stop) {
    const auto request = requests_.leave(std::string(command), argument, clock_.now());
    if (!request) return Failure(request.error());
    const auto until = clock_.elapsed() + kLongestWait;
    while (clock_.elapsed() < until) {
        auto answer = requests_.answer_to(*request);
        if (!answer) return Failure(answer.error());
        if (*answer) {
            if ((*answer)->good) return std::move((*answer)->text);
            return fail((*answer)->code, (*answer)->text);
        }
        if (!clock_.wait_for(kBetweenLooks, stop)) {
            return fail(ErrorCode::Cancelled,
                        "interrupted; the daemon may do what it was asked to all the same");
        }
    }
    return fail(ErrorCode::StoreLocked,
                "the process that holds the state did not answer within a minute; look at: "
                "mentorsync status");
}

Result<SyncOutcome> read_sync_outcome(std::string_view document) {
    const auto root = json::parse(document);
    if (!root || text_at(*root, {"schema"}) != "mentorsync.sync/1") {
        return fail(ErrorCode::Internal, "the daemon's answer is no document of a sync");
    }
    SyncOutcome outcome{.portal = text_at(*root, {"portal"}),
                        .portal_id = text_at(*root, {"portal_id"}),
                        .records = number_at<std::size_t>(*root, {"pull", "records"}),
                        .requests = number_at<std::size_t>(*root, {"pull", "requests"}),
                        .notes_written = number_at<int>(*root, {"delivery", "notes_written"}),
                        .properties_set = number_at<int>(*root, {"delivery", "properties_set"}),
                        .parked = number_at<int>(*root, {"delivery", "notes_parked"}) +
                                  number_at<int>(*root, {"delivery", "properties_parked"})};
    if (const json::Value* const failing = root->find_path({"records", "failing"})) {
        outcome.failing = failing->items.size();
    }
    if (const std::string code = text_at(*root, {"delivery", "stopped", "code"}); !code.empty()) {
        outcome.stopped =
            Error{code_named(code), text_at(*root, {"delivery", "stopped", "message"})};
    }
    return outcome;
}

}  // namespace mentorsync

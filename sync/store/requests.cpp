#include <chrono>
#include <string>

#include "sync/store/names.hpp"
#include "sync/store/sealed_columns.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// Who left a request waits no longer for an answer, and nobody asks for an answer later.
constexpr std::chrono::minutes kLongestWait{1};
constexpr std::chrono::hours kAnswersAreKept{1};

// One that was left later than now was so before a clock was set back.
constexpr std::string_view kAreOld = R"sql(
    portal = $1 AND (left_at < $2 OR (left_at < $3 AND code IS NULL) OR left_at > $4)
)sql";

constexpr std::string_view kLeave = R"sql(
    INSERT INTO request (portal, command, argument, left_at) VALUES ($1, $2, $3, $4)
)sql";

constexpr std::string_view kAnswer = R"sql(
    UPDATE request SET code = $1, good = $2, answer = $3 WHERE portal = $4 AND id = $5
)sql";

}  // namespace

Result<std::int64_t> SqlStore::leave(const std::string& command, const std::string& argument,
                                     Instant now) {
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    auto done = database().run(kLeave, {portal_, command, argument, now});
    if (!done) return Failure(std::move(done).error());
    // Within the transaction nobody else can have left one since.
    const auto id = database().number("SELECT MAX(id) FROM request", {});
    if (!id) return Failure(id.error());
    if (done = transaction->commit(); !done) return Failure(std::move(done).error());
    return id->value_or(0);
}

Result<std::optional<Answer>> SqlStore::answer_to(std::int64_t request) {
    std::optional<Answer> answer;
    const auto on_row = [&](const Row& row) -> Result<void> {
        const auto code = value_named<ErrorCode>(row.text(0));
        if (!code) return Failure(code.error());
        auto text = opened(kRequestAnswer, std::to_string(request), row.blob(2));
        if (!text) return Failure(std::move(text).error());
        answer = {*code, row.number(1) != 0, *std::move(text)};
        return {};
    };
    auto done = database().query(
        "SELECT code, good, answer FROM request "
        "WHERE portal = $1 AND id = $2 AND code IS NOT NULL",
        {portal_, request}, on_row);
    if (!done) return Failure(std::move(done).error());
    return answer;
}

Result<std::vector<Request>> SqlStore::open_requests(Instant now) {
    const Instant kept_from = now - kAnswersAreKept;
    const Instant waiting_from = now - kLongestWait;
    const Instant latest = now + kAnswersAreKept;
    // Asked every second: nothing is written unless there is something to remove.
    const auto old =
        database().number("SELECT 1 FROM request WHERE" + std::string(kAreOld) + "LIMIT 1",
                          {portal_, kept_from, waiting_from, latest});
    if (!old) return Failure(old.error());
    if (*old) {
        auto done = database().run("DELETE FROM request WHERE" + std::string(kAreOld),
                                   {portal_, kept_from, waiting_from, latest});
        if (!done) return Failure(std::move(done).error());
    }
    std::vector<Request> requests;
    auto done = database().query(
        "SELECT id, command, argument FROM request "
        "WHERE portal = $1 AND code IS NULL ORDER BY id",
        {portal_}, [&requests](const Row& row) -> Result<void> {
            requests.push_back({row.number(0), row.text(1), row.text(2)});
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return requests;
}

Result<void> SqlStore::answer(std::int64_t request, const Answer& answer) {
    const auto text = sealed(kRequestAnswer, std::to_string(request), answer.text);
    if (!text) return Failure(text.error());
    return database().run(kAnswer,
                          {name_of(answer.code), answer.good, Blob{*text}, portal_, request});
}

}  // namespace mentorsync::store

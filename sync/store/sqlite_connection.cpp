#include "sync/store/sqlite_connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>

namespace mentorsync::store {

namespace {

constexpr int kLongestWaitMs = 5000;
constexpr int kWaitMs = 2;

// Asks again and again, at short intervals: SQLite's own waits grow to a tenth of a second, in
// which others who write one transaction after the other leave no gap to be met.
int wait_for_others(void*, int waits) {
    if (waits >= kLongestWaitMs / kWaitMs) return 0;
    sqlite3_sleep(kWaitMs);
    return 1;
}

std::string_view hint_for(int code) {
    switch (code) {
        case SQLITE_FULL: return "; make room on its disk and try again";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return "; restore a backup, or move it away and begin again with `mentorsync plan`";
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            return "; check that its directory and file may be written by this user";
        case SQLITE_IOERR: return "; check its disk";
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return "; another process is using it, try again later";
        default: return "";
    }
}

// SQLite quotes a schema that was damaged, with whatever bytes are there.
std::string printable(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(
        line, [](char c) { return c < ' ' || c > '~'; }, '?');
    return line;
}

Failure failure_of(sqlite3* database) {
    const int code = sqlite3_errcode(database) & 0xff;
    const char* const name = sqlite3_db_filename(database, "main");
    std::string message = "state database ";
    if (name != nullptr && *name != '\0') message += std::string(name) + ": ";
    message += printable(sqlite3_errmsg(database));
    message += hint_for(code);
    const bool busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    return fail(busy ? ErrorCode::StoreLocked : ErrorCode::StoreFailed, std::move(message));
}

}  // namespace

bool Row::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Row::number(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::size_t Row::size(int column) const {
    return static_cast<std::size_t>(number(column));
}

std::string Row::text(int column) const {
    const void* const bytes = sqlite3_column_text(statement_, column);
    if (bytes == nullptr) return {};
    const int length = sqlite3_column_bytes(statement_, column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

std::string Row::blob(int column) const {
    const void* const bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) return {};
    const int length = sqlite3_column_bytes(statement_, column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

bool Row::is_blob(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_BLOB;
}

Instant Row::time(int column) const {
    return Instant(std::chrono::milliseconds(number(column)));
}

int Row::columns() const {
    return sqlite3_column_count(statement_);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Result<Statement> Statement::prepare(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return failure_of(database);
    return Statement(statement);
}

bool Statement::is_busy() const {
    return sqlite3_stmt_busy(statement_.get()) != 0;
}

Result<void> Statement::bind(Parameters parameters) {
    sqlite3_stmt* const statement = statement_.get();
    assert(sqlite3_bind_parameter_count(statement) == static_cast<int>(parameters.size()));
    int index = 0;
    for (const Parameter& parameter : parameters) {
        ++index;
        // Bound by position, which is right only if the names count up in order of first use.
        assert("$" + std::to_string(index) == sqlite3_bind_parameter_name(statement, index));
        int code = SQLITE_OK;
        if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) {
            code = sqlite3_bind_int64(statement, index, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
            // A null pointer would bind NULL.
            const char* const bytes = text->data() == nullptr ? "" : text->data();
            code = sqlite3_bind_text64(statement, index, bytes, text->size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        } else if (const auto* blob = std::get_if<Blob>(&parameter.value())) {
            code = sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(),
                                       SQLITE_STATIC);
        } else {
            code = sqlite3_bind_null(statement, index);
        }
        if (code != SQLITE_OK) return failure_of(sqlite3_db_handle(statement));
    }
    return {};
}

Result<void> Statement::run(Parameters parameters, const OnRow& on_row) {
    sqlite3_stmt* const statement = statement_.get();
    // Also when `on_row` throws: a statement that is still running could never be bound again.
    const auto reset = [](sqlite3_stmt* running) {
        sqlite3_reset(running);
        sqlite3_clear_bindings(running);
    };
    const std::unique_ptr<sqlite3_stmt, decltype(reset)> at_end(statement, reset);
    if (auto bound = bind(parameters); !bound) return bound;

    Result<void> result;
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW && result) {
        if (on_row) result = on_row(Row(statement));
        if (result) code = sqlite3_step(statement);
    }
    // Before the reset, which would forget the message.
    if (result && code != SQLITE_DONE) result = failure_of(sqlite3_db_handle(statement));
    return result;
}

void Connection::Close::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}

Result<Connection> Connection::open(const std::string& path, Access access) {
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW |
                      (access == Access::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    if (database == nullptr) return fail(ErrorCode::OutOfMemory, "state database: out of memory");
    Connection connection(database);
    if (code != SQLITE_OK) return failure_of(database);
    sqlite3_busy_handler(database, &wait_for_others, nullptr);
    return connection;
}

Result<void> Connection::judged(Result<void> result) {
    if (result) return result;
    const int code = sqlite3_errcode(database_.get()) & 0xff;
    if (code != SQLITE_IOERR) return result;
    broken_ = true;
    // Closing must not write what the failed call has left behind.
    sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return result;
}

Result<void> Connection::usable() const {
    if (!broken_) return {};
    return fail(ErrorCode::StoreFailed,
                "state database: its disk failed; check it, then begin again");
}

Result<void> Connection::execute(const std::string& script) {
    if (auto able = usable(); !able) return able;
    const int code = sqlite3_exec(database_.get(), script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return judged(failure_of(database_.get()));
    return {};
}

Result<void> Connection::run(std::string_view sql, Parameters parameters) {
    return query(sql, parameters, nullptr);
}

Result<void> Connection::query(std::string_view sql, Parameters parameters, const OnRow& on_row) {
    if (auto able = usable(); !able) return able;
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) {
        auto statement = Statement::prepare(database_.get(), sql);
        if (!statement) return judged(Failure(std::move(statement).error()));
        found = prepared_.emplace(std::string(sql), std::move(*statement)).first;
    }
    assert(!found->second.is_busy());
    return judged(found->second.run(parameters, on_row));
}

Result<std::optional<std::int64_t>> Connection::number(std::string_view sql,
                                                       Parameters parameters) {
    std::optional<std::int64_t> number;
    auto done = query(sql, parameters, [&number](const Row& row) -> Result<void> {
        if (!number && !row.is_null(0)) number = row.number(0);
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    return number;
}

std::size_t Connection::changes() const {
    return static_cast<std::size_t>(sqlite3_changes64(database_.get()));
}

void Connection::roll_back() {
    sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(database_.get()) == 0;
}

void Connection::truncate_log() {
    if (broken_) return;
    // Nobody waits for a reader here.
    sqlite3_busy_handler(database_.get(), nullptr, nullptr);
    sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                              nullptr);
    sqlite3_busy_handler(database_.get(), &wait_for_others, nullptr);
}

Result<void> Connection::truncate_log_now() {
    if (auto able = usable(); !able) return able;
    const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                               nullptr, nullptr);
    if (code != SQLITE_OK) return judged(failure_of(database_.get()));
    return {};
}

Result<Transaction> Transaction::begin(Connection& connection, Kind kind) {
    // Made first: a BEGIN that fails may have begun all the same.
    Transaction transaction(connection);
    auto begun = connection.run(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN", {});
    if (!begun) return Failure(std::move(begun).error());
    return transaction;
}

Result<void> Transaction::commit() {
    auto done = connection_->run("COMMIT", {});
    if (done) connection_ = nullptr;
    return done;
}

Transaction::~Transaction() {
    // Some failures, such as a full disk, have rolled back already.
    if (connection_ == nullptr || !connection_->in_transaction()) return;
    connection_->roll_back();
}

}  // namespace mentorsync::store

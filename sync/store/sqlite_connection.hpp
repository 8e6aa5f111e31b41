// SQLite behind two small classes, so that the rest of the room speaks SQL and no C. Only
// sqlite_connection.cpp includes sqlite3.h.
//
// SQL text numbers its parameters $1, $2, ... in the order of their first use, which SQLite and
// PostgreSQL both accept. Not thread-safe.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/ids.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace mentorsync::store {

// Bytes that are no text.
struct Blob {
    std::string_view bytes;
};

// One value for a `$n`. Text is not copied: it must live until the call it is given to returns.
class Parameter {
public:
    using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view, Blob>;

    // Implicit, so that a call reads like its SQL.
    // NOLINTBEGIN(google-explicit-constructor)
    Parameter(std::string_view text) : value_(text) {}
    Parameter(const char* text) : value_(std::string_view(text)) {}
    Parameter(const std::string& text) : value_(std::string_view(text)) {}
    Parameter(Blob blob) : value_(blob) {}
    Parameter(std::int64_t number) : value_(number) {}
    Parameter(int number) : value_(std::int64_t{number}) {}
    Parameter(std::size_t number) : value_(static_cast<std::int64_t>(number)) {}
    Parameter(bool flag) : value_(std::int64_t{flag ? 1 : 0}) {}
    Parameter(Instant time) : value_(std::int64_t{time.time_since_epoch().count()}) {}
    template <class Tag>
    Parameter(const Id<Tag>& id) : value_(std::string_view(id.text())) {}
    template <class T>
    Parameter(const std::optional<T>& maybe)
        : value_(maybe ? Parameter(*maybe).value() : Value(nullptr)) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] const Value& value() const noexcept { return value_; }

private:
    Value value_;
};

using Parameters = std::initializer_list<Parameter>;

// The row a statement stands on. Columns count from 0. NULL reads as empty text and as 0.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::size_t size(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::string blob(int column) const;
    [[nodiscard]] bool is_blob(int column) const;
    [[nodiscard]] Instant time(int column) const;
    [[nodiscard]] int columns() const;

private:
    sqlite3_stmt* statement_;
};

// What to do with each row; a failure ends the query with it.
using OnRow = std::function<Result<void>(const Row&)>;

// One prepared statement.
class Statement {
public:
    [[nodiscard]] static Result<Statement> prepare(sqlite3* database, std::string_view sql);

    // Runs from the start to the end, and is ready to run again afterwards.
    [[nodiscard]] Result<void> run(Parameters parameters, const OnRow& on_row);

    // Whether a run is under way: an `on_row` of it called us.
    [[nodiscard]] bool is_busy() const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    [[nodiscard]] Result<void> bind(Parameters parameters);

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// An open database. Calls fail with StoreLocked when another process kept it busy for five
// seconds, and with StoreFailed otherwise; the message says what may help.
//
// After the disk failed, a connection is broken and does nothing more: what it believes to be
// written may not be. Whoever opens the file anew sees what is there. Source: "PostgreSQL's fsync()
// surprise", LWN 2018: a failed fsync that is repeated succeeds without having written.
class Connection {
public:
    enum class Access { ReadWrite, ReadOnly };

    // Opens an existing file, or a database of its own in memory for ":memory:". Never creates a
    // file. `path` may hold no symbolic link in any of its parts.
    [[nodiscard]] static Result<Connection> open(const std::string& path, Access access);

    // Runs a script of several statements, rows ignored.
    [[nodiscard]] Result<void> execute(const std::string& script);

    // Runs one statement. Statements are kept prepared.
    [[nodiscard]] Result<void> run(std::string_view sql, Parameters parameters);
    [[nodiscard]] Result<void> query(std::string_view sql, Parameters parameters,
                                     const OnRow& on_row);

    // The first column of the first row; empty when there is no row, or NULL.
    [[nodiscard]] Result<std::optional<std::int64_t>> number(std::string_view sql,
                                                             Parameters parameters);

    // How many rows the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::size_t changes() const;

    [[nodiscard]] bool in_transaction() const;
    [[nodiscard]] bool is_broken() const noexcept { return broken_; }

    // Undoes the transaction under way, on a broken connection too.
    void roll_back();

    // Moves the write-ahead log into the file and empties it, so that nothing deleted stays on the
    // disk. A reader, or a failure, may put that off until the next call; what was committed is
    // safe either way.
    void truncate_log();

    // The same, waiting for readers. Fails with StoreLocked when one stays.
    [[nodiscard]] Result<void> truncate_log_now();

private:
    struct Close {
        void operator()(sqlite3* database) const noexcept;
    };

    explicit Connection(sqlite3* database) : database_(database) {}

    // Passes `result` on, and marks the connection as broken where it must not be used again.
    [[nodiscard]] Result<void> judged(Result<void> result);
    [[nodiscard]] Result<void> usable() const;

    std::unique_ptr<sqlite3, Close> database_;
    bool broken_ = false;
    std::map<std::string, Statement, std::less<>> prepared_;  // destroyed before the database
};

// Undoes everything since `begin` when it goes, unless `commit` succeeded.
class Transaction {
public:
    // A Read sees one state of the database throughout; a Write also keeps other writers out.
    enum class Kind { Read, Write };

    [[nodiscard]] static Result<Transaction> begin(Connection& connection, Kind kind);

    Transaction(Transaction&& other) noexcept
        : connection_(std::exchange(other.connection_, nullptr)) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // Durable when it returns.
    [[nodiscard]] Result<void> commit();

private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}

    Connection* connection_;
};

}  // namespace mentorsync::store

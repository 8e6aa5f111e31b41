#include "sync/store/schema.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

#include "sync/store/schema_step_2.hpp"
#include "sync/store/schema_step_3.hpp"
#include "sync/store/schema_steps.hpp"

namespace mentorsync::store {

namespace {

// The tables that a pull fills, under another prefix.
std::string pulled_tables(const std::string& prefix) {
    constexpr std::string_view placeholder = "PREFIX";
    std::string sql = kPulledTables;
    for (std::size_t at = 0; (at = sql.find(placeholder, at)) != std::string::npos;) {
        sql.replace(at, placeholder.size(), prefix);
    }
    return sql;
}

// In order; the position counted from 1 is the number.
std::vector<std::string> steps() {
    return {std::string(kModelTables) + kOutboxTables + kStagingTables,
            kSealedStaging + pulled_tables("staging") + pulled_tables("mirror") + kDaemonTables,
            kHandOutTables};
}

Result<std::int64_t> schema_of(Connection& connection) {
    return connection.number("PRAGMA user_version", {}).map([](const auto& version) {
        return version.value_or(0);
    });
}

Result<void> apply(Connection& connection, const std::string& step, std::size_t number) {
    auto done = connection.execute(step);
    if (!done) return done;
    // Inside the transaction, so that the number and the tables never disagree.
    return connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                              "; PRAGMA user_version = " + std::to_string(number));
}

}  // namespace

std::int64_t newest_schema() {
    return static_cast<std::int64_t>(steps().size());
}

Result<void> check_database(Connection& connection, const std::string& name) {
    const auto application = connection.number("PRAGMA application_id", {});
    if (!application) return Failure(application.error());
    if (application->value_or(0) != kApplicationId) {
        return fail(ErrorCode::StoreFailed, name +
                                                " is not a mentorsync state file; name another "
                                                "file under \"store\" in the configuration");
    }
    const auto version = schema_of(connection);
    if (!version) return Failure(version.error());
    if (*version > newest_schema()) {
        return fail(ErrorCode::StoreFailed, name + " was written by a newer mentorsync (schema " +
                                                std::to_string(*version) + ", this one knows " +
                                                std::to_string(newest_schema()) +
                                                "); install that version");
    }

    std::string verdict;
    auto checked =
        connection.query("PRAGMA quick_check(1)", {}, [&verdict](const Row& row) -> Result<void> {
            verdict = row.text(0);
            return {};
        });
    if (!checked) return checked;
    if (verdict == "ok") return {};
    return fail(ErrorCode::StoreFailed, name +
                                            " is damaged; restore a backup, or move it away and "
                                            "begin again with `mentorsync plan`");
}

Result<void> migrate(Connection& connection) {
    const auto current = is_current(connection);
    if (!current) return Failure(current.error());
    if (*current) return {};

    auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
    if (!transaction) return Failure(std::move(transaction).error());
    // Asked again: another process may have been faster.
    const auto version = schema_of(connection);
    if (!version) return Failure(version.error());
    const auto all = steps();
    for (auto next = static_cast<std::size_t>(*version); next < all.size(); ++next) {
        auto done = apply(connection, all[next], next + 1);
        if (!done) return fail_in("schema step " + std::to_string(next + 1), done.error());
    }
    return transaction->commit();
}

Result<bool> is_current(Connection& connection) {
    return schema_of(connection).map([](std::int64_t version) {
        return version == newest_schema();
    });
}

}  // namespace mentorsync::store

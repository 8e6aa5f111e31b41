#include <string>

#include "sync/store/sealed_columns.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kKeepSecret = R"sql(
    INSERT INTO secret (portal, name, sealed) VALUES ($1, $2, $3)
    ON CONFLICT (portal, name) DO UPDATE SET sealed = excluded.sealed
)sql";

constexpr std::string_view kKeepHealth = R"sql(
    INSERT INTO health (portal, state, code, message, since, next_try)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (portal) DO UPDATE
       SET state = excluded.state, code = excluded.code, message = excluded.message,
           since = excluded.since, next_try = excluded.next_try
)sql";

constexpr std::string_view kKeepFact = R"sql(
    INSERT INTO fact (portal, name, value) VALUES ($1, $2, $3)
    ON CONFLICT (portal, name) DO UPDATE SET value = excluded.value
)sql";

}  // namespace

Result<void> SqlStore::keep_secret(const std::string& name, const Secret& value) {
    const auto bytes = sealed(kSecretValue, name, value.reveal());
    if (!bytes) return Failure(bytes.error());
    return database().run(kKeepSecret, {portal_, name, Blob{*bytes}});
}

Result<std::optional<Secret>> SqlStore::secret(const std::string& name) {
    std::optional<Secret> secret;
    auto done =
        database().query("SELECT sealed FROM secret WHERE portal = $1 AND name = $2",
                         {portal_, name}, [this, &name, &secret](const Row& row) -> Result<void> {
                             auto value = opened(kSecretValue, name, row.blob(0));
                             if (!value) return Failure(std::move(value).error());
                             secret = Secret(*std::move(value));
                             return {};
                         });
    if (!done) return Failure(std::move(done).error());
    return secret;
}

Result<void> SqlStore::keep_health(const Health& health) {
    return database().run(kKeepHealth, {portal_, health.state, health.code, health.message,
                                        health.since, health.next_try});
}

Result<std::optional<Health>> SqlStore::health() {
    std::optional<Health> health;
    auto done = database().query(
        "SELECT state, code, message, since, next_try FROM health WHERE portal = $1", {portal_},
        [&health](const Row& row) -> Result<void> {
            health = {row.text(0), row.text(1), row.text(2), row.time(3), std::nullopt};
            if (!row.is_null(4)) health->next_try = row.time(4);
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return health;
}

Result<void> SqlStore::keep_fact(const std::string& name, const std::string& value) {
    return database().run(kKeepFact, {portal_, name, value});
}

Result<std::map<std::string, std::string>> SqlStore::facts() {
    std::map<std::string, std::string> facts;
    auto done = database().query("SELECT name, value FROM fact WHERE portal = $1", {portal_},
                                 [&facts](const Row& row) -> Result<void> {
                                     facts.emplace(row.text(0), row.text(1));
                                     return {};
                                 });
    if (!done) return Failure(std::move(done).error());
    return facts;
}

}  // namespace mentorsync::store

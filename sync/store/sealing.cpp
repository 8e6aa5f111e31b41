#include <string>
#include <utility>
#include <vector>

#include "sync/store/sealed_columns.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// So many rows are sealed anew in one transaction.
constexpr std::size_t kRowsAtOnce = 1000;

constexpr std::size_t kPlaces = std::size(kSealedColumns);

constexpr std::string_view kSaveSealing = R"sql(
    INSERT INTO sealing (portal, key_id, place, after) VALUES ($1, $2, $3, $4)
    ON CONFLICT (portal) DO UPDATE
       SET key_id = excluded.key_id, place = excluded.place, after = excluded.after
)sql";

Failure no_key() {
    return fail(ErrorCode::StoreFailed,
                "the state is sealed and no key was given; name one in the configuration");
}

struct ToSeal {
    std::int64_t number = 0;
    std::string row;
    std::string bytes;
    bool is_plain = false;
};

// The next rows of a place, in order of their numbers. Those that hold nothing are passed over.
std::string select_from(const SealedColumn& place) {
    const std::string column(place.column);
    const std::string plain = place.plain.empty() ? "''" : std::string(place.plain);
    return "SELECT rowid, " + std::string(place.row) + ", " + column + ", " + plain + " FROM " +
           std::string(place.table) + " WHERE portal = $1 AND rowid > $2 AND (" + column +
           " IS NOT NULL OR " + plain + " <> '') ORDER BY rowid LIMIT $3";
}

std::string update_of(const SealedColumn& place) {
    std::string sql =
        "UPDATE " + std::string(place.table) + " SET " + std::string(place.column) + " = $1";
    if (!place.plain.empty()) sql += ", " + std::string(place.plain) + " = ''";
    return sql + " WHERE rowid = $2";
}

}  // namespace

Result<void> SqlStore::has_key() const {
    if (!sealer_) return no_key();
    return {};
}

Result<std::string> SqlStore::sealed(std::string_view field, std::string_view row,
                                     std::string_view plain) const {
    if (!sealer_) return no_key();
    return sealer_->seal({portal_, field, row}, plain);
}

Result<std::string> SqlStore::opened(std::string_view field, std::string_view row,
                                     std::string_view bytes) const {
    if (!sealer_) return no_key();
    return sealer_->open({portal_, field, row}, bytes);
}

Result<void> SqlStore::seal_anew() {
    if (sealed_anew_ || !sealer_) return {};
    auto done = is_sealed_anew();  // keeps nobody from writing
    if (done && !*done) done = seal_some_anew();
    if (!done) return Failure(std::move(done).error());
    sealed_anew_ = *done;
    return {};
}

Result<bool> SqlStore::is_sealed_anew() const {
    return database()
        .number("SELECT 1 FROM sealing WHERE portal = $1 AND key_id = $2 AND place >= $3",
                {portal_, sealer_->key_id(), kPlaces})
        .map([](const auto& one) { return one.has_value(); });
}

// Where it stands is stored with what it did, so that it goes on there after a crash.
Result<bool> SqlStore::seal_some_anew() {
    std::string key_id;
    std::size_t place = 0;
    std::int64_t after = 0;
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    auto done = database().query("SELECT key_id, place, after FROM sealing WHERE portal = $1",
                                 {portal_}, [&](const Row& row) -> Result<void> {
                                     key_id = row.text(0);
                                     place = row.size(1);
                                     after = row.number(2);
                                     return {};
                                 });
    if (done && key_id != sealer_->key_id()) {
        place = 0;
        after = 0;
        // Or it would bring values of the former key into the mirror behind our back.
        done = clear_staging();
    }
    for (std::size_t left = kRowsAtOnce; done && left > 0 && place < kPlaces;) {
        const auto rows = seal_rows_anew(place, after);
        if (!rows) return Failure(rows.error());
        left = *rows < left ? left - *rows : 0;
        if (*rows == kRowsAtOnce) break;
        ++place;
        after = 0;
    }
    if (done) done = database().run(kSaveSealing, {portal_, sealer_->key_id(), place, after});
    if (done) done = transaction->commit();
    if (!done) return Failure(std::move(done).error());
    if (place < kPlaces) return false;
    database().truncate_log();
    return true;
}

Result<std::size_t> SqlStore::seal_rows_anew(std::size_t place, std::int64_t& after) {
    const SealedColumn& column = kSealedColumns[place];
    std::vector<ToSeal> rows;
    auto done =
        database().query(select_from(column), {portal_, after, kRowsAtOnce},
                         [&rows](const Row& row) -> Result<void> {
                             const bool is_plain = row.is_null(2);
                             rows.push_back({row.number(0), row.text(1),
                                             is_plain ? row.text(3) : row.blob(2), is_plain});
                             return {};
                         });
    if (!done) return Failure(std::move(done).error());
    for (const ToSeal& row : rows) {
        auto plain = row.is_plain ? Result<std::string>(row.bytes)
                                  : opened(column.field, row.row, row.bytes);
        if (!plain) return Failure(std::move(plain).error());
        const auto bytes = sealed(column.field, row.row, *plain);
        if (!bytes) return Failure(bytes.error());
        done = database().run(update_of(column), {Blob{*bytes}, row.number});
        if (!done) return Failure(std::move(done).error());
        after = row.number;
    }
    return rows.size();
}

}  // namespace mentorsync::store

#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kParked = R"sql(
    SELECT contact, property, error, attempts FROM property_outbox
     WHERE portal = $1 AND parked = 1 ORDER BY contact, property
)sql";

constexpr std::string_view kRetry = R"sql(
    UPDATE property_outbox SET parked = 0, next_at = 0 WHERE portal = $1 AND parked = 1
)sql";

}  // namespace

Result<std::vector<ParkedProperty>> SqlStore::parked_properties() {
    std::vector<ParkedProperty> parked;
    auto done = database().query(kParked, {portal_}, [&parked](const Row& row) -> Result<void> {
        parked.push_back(
            {RecordId(row.text(0)), row.text(1), row.text(2), static_cast<int>(row.number(3))});
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    return parked;
}

Result<void> SqlStore::retry_properties() {
    return database().run(kRetry, {portal_});
}

}  // namespace mentorsync::store

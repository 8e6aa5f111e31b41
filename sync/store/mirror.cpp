#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

Result<std::optional<Instant>> SqlStore::updated(const RecordRef& record) const {
    return database()
        .number("SELECT updated FROM mirror_record WHERE portal = $1 AND kind = $2 AND id = $3",
                {portal_, name_of(record.kind), record.id})
        .map([](const std::optional<std::int64_t>& at) -> std::optional<Instant> {
            if (!at) return std::nullopt;
            return Instant(std::chrono::milliseconds(*at));
        });
}

Result<std::vector<RecordId>> SqlStore::members(const ListId& list) const {
    std::vector<RecordId> contacts;
    auto done = database().query(
        "SELECT contact FROM mirror_membership WHERE portal = $1 AND list = $2 ORDER BY contact",
        {portal_, list}, [&contacts](const Row& row) -> Result<void> {
            contacts.emplace_back(row.text(0));
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return contacts;
}

Result<Coverage> SqlStore::mirror_coverage() const {
    return database()
        .number("SELECT mirror_complete FROM portal WHERE portal = $1", {portal_})
        .map([](const auto& complete) {
            return complete.value_or(0) != 0 ? Coverage::Everything : Coverage::Partial;
        });
}

}  // namespace mentorsync::store

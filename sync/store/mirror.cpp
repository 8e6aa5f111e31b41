#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

Result<void> SqlStore::keep_up(const Upkeep& /*upkeep*/) {
    return discard();
}

Result<std::vector<AuditRow>> SqlStore::audits() {
    return std::vector<AuditRow>{};
}

Result<CrmSnapshot> SqlStore::merged() const {
    return taken();
}

Result<std::optional<Instant>> SqlStore::updated(const RecordRef& /*record*/) const {
    return std::nullopt;
}

Result<std::vector<RecordId>> SqlStore::members(const ListId& /*list*/) const {
    return std::vector<RecordId>{};
}

Result<CrmSnapshot> SqlStore::snapshot() const {
    return CrmSnapshot{};
}

}  // namespace mentorsync::store

// A pull that leaves no trace: keeps what it takes in memory. For `plan`, `check` and `explain`,
// which change nothing.

#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync {

class MemorySink : public CrmSink {
public:
    [[nodiscard]] Result<void> take(const CrmPage& page) override;
    [[nodiscard]] Result<bool> has(const RecordRef& record) const override;
    [[nodiscard]] Result<std::optional<std::string>> resume_point(
        std::string_view stream) const override;
    [[nodiscard]] Result<CrmSnapshot> taken() const override;

private:
    std::map<RecordRef, CrmRecord> records_;
    std::map<std::pair<RecordRef, RecordRef>, CrmLink> links_;
    std::map<OwnerId, CrmOwner> owners_;
    std::set<CrmMembership> memberships_;
    std::map<RecordRef, UnreadableRecord> unreadable_;
};

}  // namespace mentorsync

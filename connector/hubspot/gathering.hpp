// Where a pull of changes puts what it reads, before it is known what of it belongs to the
// programme: into a picture in memory.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "connector/hubspot/picture.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

class Gathering final : public CrmSink {
public:
    Result<void> take(const CrmPage& page) override {
        for (const CrmRecord& record : page.records) picture.see(record);
        for (const CrmOwner& owner : page.owners) owners.insert_or_assign(owner.id.text(), owner);
        memberships.insert(page.memberships.begin(), page.memberships.end());
        unreadable.insert(unreadable.end(), page.unreadable.begin(), page.unreadable.end());
        return {};
    }

    [[nodiscard]] Result<bool> has(const RecordRef& record) const override {
        return picture.records(record.kind).contains(record.id.text());
    }

    // Nothing of it outlives the pull.
    [[nodiscard]] Result<std::optional<std::string>> resume_point(
        std::string_view /*stream*/) const override {
        return std::optional<std::string>("");
    }
    [[nodiscard]] Result<CrmSnapshot> taken() const override { return CrmSnapshot{}; }

    Picture picture;
    std::map<std::string, CrmOwner, std::less<>> owners;
    std::set<CrmMembership> memberships;
    std::vector<UnreadableRecord> unreadable;
};

}  // namespace mentorsync::hubspot

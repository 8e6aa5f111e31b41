#include "sync/rules/merges.hpp"

#include <map>

namespace mentorsync {

namespace {

// Disjoint sets of ids; each set is named by its smallest.
class MergeSets {
public:
    [[nodiscard]] RecordId root(RecordId id) const {
        for (auto found = parent_.find(id); found != parent_.end(); found = parent_.find(id)) {
            id = found->second;
        }
        return id;
    }

    void join(const RecordId& a, const RecordId& b) {
        const RecordId first = root(a);
        const RecordId second = root(b);
        if (first == second) return;
        if (is_smaller_id(first.text(), second.text())) {
            parent_.insert_or_assign(second, first);
        } else {
            parent_.insert_or_assign(first, second);
        }
    }

    [[nodiscard]] Aliases to_aliases() const {
        Aliases aliases;
        for (const auto& [id, parent] : parent_) aliases.emplace(id, root(parent));
        return aliases;
    }

private:
    std::map<RecordId, RecordId> parent_;  // only of ids that are not the smallest of their set
};

}  // namespace

Aliases canonical_aliases(const CrmSnapshot& snapshot, const Aliases& known) {
    MergeSets sets;
    for (const auto& [former, canonical] : known) {
        if (is_crm_id(former.text())) sets.join(former, canonical);
    }
    for (const CrmRecord& record : snapshot.records) {
        if (record.kind != RecordKind::Contact) continue;
        for (const RecordId& former : record.merged) sets.join(record.id, former);
    }
    Aliases aliases = sets.to_aliases();
    for (const auto& [former, canonical] : known) {
        if (!is_crm_id(former.text())) aliases.emplace(former, sets.root(canonical));
    }
    return aliases;
}

}  // namespace mentorsync

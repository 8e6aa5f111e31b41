#include "sync/rules/rule_set.hpp"

#include "sync/rules/bound.hpp"
#include "sync/rules/explain.hpp"
#include "sync/rules/findings.hpp"

namespace mentorsync {

const Programme& RuleSet::programme() const noexcept {
    return bound_->content.programme;
}

bool RuleSet::has_unique_key() const noexcept {
    return bound_->unique_key;
}

Translation RuleSet::translate(const CrmSnapshot& snapshot, const Aliases& known) const {
    return translate_snapshot(*bound_, snapshot, known);
}

Explanation RuleSet::explain(const CrmSnapshot& snapshot, const Aliases& known,
                             const RecordRef& record) const {
    return explain_record(*bound_, snapshot, known, record);
}

std::optional<std::size_t> RuleSet::people_in_list(const CrmSnapshot& snapshot) const {
    if (!bound_->people_list) return std::nullopt;
    std::set<RecordId> members;
    for (const CrmMembership& membership : snapshot.memberships) {
        if (membership.list == *bound_->people_list) members.insert(membership.contact);
    }
    return members.size();
}

Disclosed<std::string> RuleSet::render_note(const NoteFacts& facts) const {
    const Programme& programme = bound_->content.programme;
    switch (facts.kind) {
        case NoteKind::Start: return bound_->start.render(facts, programme);
        case NoteKind::Progress: return bound_->progress.render(facts, programme);
        case NoteKind::Closing: break;
    }
    return bound_->closing.render(facts, programme);
}

}  // namespace mentorsync

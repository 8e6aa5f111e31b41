// Who is who in a snapshot: contacts under one id whatever was merged, CRM users joined with them
// by e-mail address, and who is in the programme's scope.

#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mentorsync/mentoring.hpp"
#include "sync/rules/bound.hpp"
#include "sync/rules/merges.hpp"

namespace mentorsync {

// Longest value that may identify somebody or something.
inline constexpr std::size_t kLongestIdentifier = 1024;

// Borrows the snapshot that it was made from.
class Directory {
public:
    Directory(const RuleSet::Bound& bound, const CrmSnapshot& snapshot, const Aliases& known);

    // The person of a contact id, present or former.
    [[nodiscard]] PersonId person_of(const RecordId& contact) const;

    // The contact that is this person today; nullptr when there is none in the snapshot, or only
    // an archived one.
    [[nodiscard]] const CrmRecord* contact(const PersonId& person) const;

    // The contacts with this e-mail address, in any letter case, as first or further address.
    [[nodiscard]] std::vector<PersonId> contacts_with(std::string_view email) const;

    // The CRM users with this e-mail address, those that are not deactivated first.
    [[nodiscard]] std::vector<const CrmOwner*> owners_with(std::string_view email) const;

    // The CRM user, or nullptr.
    [[nodiscard]] const CrmOwner* owner(std::string_view id) const;

    // Everybody that a CRM user may be: the contacts with the same e-mail address, or else
    // "owner:ID". More than one: nobody knows which.
    [[nodiscard]] std::vector<PersonId> people_of(const CrmOwner& owner) const;

    // The CRM user that this contact is; nullptr when there is none, or only a deactivated one.
    [[nodiscard]] const CrmOwner* user_of(const PersonId& contact) const;

    // In the programme's scope, ordered.
    [[nodiscard]] const std::vector<PersonId>& in_scope() const noexcept { return in_scope_; }
    [[nodiscard]] bool is_in_scope(const PersonId& person) const;

    // The person with what is known of them.
    [[nodiscard]] Person person(const PersonId& id) const;

    [[nodiscard]] const Aliases& aliases() const noexcept { return aliases_; }

private:
    void add_contacts(const CrmSnapshot& snapshot);
    void add_emails();
    void add_owners(const CrmSnapshot& snapshot);
    [[nodiscard]] const CrmOwner* user_with_address_of(const CrmRecord& contact) const;
    void find_scope(const RuleSet::Bound& bound, const CrmSnapshot& snapshot);

    Aliases aliases_;
    std::unordered_map<PersonId, const CrmRecord*> contacts_;
    std::unordered_map<std::string, std::vector<PersonId>> contacts_by_email_;
    std::unordered_map<std::string, std::vector<const CrmOwner*>> owners_by_email_;
    std::unordered_map<std::string_view, const CrmOwner*> owners_;
    std::unordered_map<PersonId, const CrmOwner*> owner_of_contact_;
    std::vector<PersonId> in_scope_;
};

}  // namespace mentorsync

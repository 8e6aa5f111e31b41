#include "connector/hubspot/pull_state.hpp"

#include <algorithm>

namespace mentorsync::hubspot {

namespace {

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::size_t kLongestEmail = 254;

void add_email(std::string_view text, Ids& out) {
    if (std::string email = canonical_email(text); !email.empty()) out.insert(std::move(email));
}

void add_emails(const CrmRecord& contact, Ids& out) {
    add_email(contact.value(kEmailProperty), out);
    std::string_view rest = contact.value(kMoreEmailsProperty);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        add_email(rest.substr(0, end), out);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

}  // namespace

std::string canonical_email(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
    const std::size_t at = text.find('@');
    const bool has_both_sides = at != std::string_view::npos && at > 0 && at + 1 < text.size();
    if (!has_both_sides || text.size() > kLongestEmail) return {};
    std::string email;
    email.reserve(text.size());
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7F') return {};
        email += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return email;
}

Ids emails_of(const CrmRecord& contact) {
    Ids emails;
    add_emails(contact, emails);
    return emails;
}

bool PullState::in_scope(const PullScope& scope, const CrmRecord& contact) const {
    return !scope.people_list || members.contains(contact.id.text()) ||
           std::ranges::any_of(contact.merged, [&](const RecordId& former_id) {
               return members.contains(former_id.text());
           });
}

void PullState::absorb(const PullScope& scope, const CrmPage& page) {
    for (const CrmOwner& owner : page.owners) absorb_owner(owner);
    for (const CrmMembership& membership : page.memberships) {
        ++list_sizes[membership.list.text()];
        if (membership.list == scope.people_list) members.insert(membership.contact.text());
    }
    for (const CrmRecord& record : page.records) {
        if (record.kind == RecordKind::Task) tasks.insert(record.id.text());
        if (record.kind == RecordKind::Contact) absorb_contact(scope, record);
    }
}

void PullState::absorb_owner(const CrmOwner& owner) {
    ++(owner.archived ? owners_archived : owners_live);
    owner_emails[owner.id.text()] = canonical_email(owner.email);
}

void PullState::absorb_contact(const PullScope& scope, const CrmRecord& contact) {
    contacts.insert(contact.id.text());
    for (const RecordId& id : contact.merged) former.insert(id.text());
    add_emails(contact, emails);
    if (!in_scope(scope, contact)) return;
    for (const std::string& property : scope.email_references) {
        add_email(contact.value(property), wanted_emails);
    }
    const std::string_view owner = contact.value(kOwnerProperty);
    if (scope.owner_references && is_crm_id(owner)) scope_owners.emplace(owner);
}

}  // namespace mentorsync::hubspot

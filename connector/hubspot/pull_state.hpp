// What a pull has found so far, as far as its later steps need it: ids and addresses, no records.

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

// Which contact owns a record, as contacts and tasks say it.
inline constexpr std::string_view kOwnerProperty = "hubspot_owner_id";
inline constexpr std::string_view kEmailProperty = "email";
// Further addresses of a contact, separated by ';'. Source: HubSpot CRM API guide, Contacts.
inline constexpr std::string_view kMoreEmailsProperty = "hs_additional_emails";

using Ids = std::set<std::string, std::less<>>;

struct PullState {
    Ids members;        // of the people list
    Ids contacts;       // taken
    Ids former;         // ids merged into contacts that were taken
    Ids tasks;          // taken
    Ids linked;         // contacts that a person of the scope is associated with
    Ids task_ids;       // tasks to read
    Ids emails;         // of contacts that were taken
    Ids wanted_emails;  // of contacts that are referred to by address
    Ids scope_owners;   // owners of the contacts in scope
    std::map<std::string, std::string, std::less<>> owner_emails;  // owner id to address
    std::map<std::string, std::size_t, std::less<>> list_sizes;
    std::size_t owners_live = 0;
    std::size_t owners_archived = 0;
    std::size_t asked_by_email = 0;
    std::size_t found_by_email = 0;
    std::size_t link_checked_tasks = 0;       // whose own links had to be read
    std::optional<std::size_t> all_contacts;  // in the portal, as a search counts them
    std::optional<std::size_t> all_tasks;
    bool all_read = true;  // nothing was set aside

    // Of records that were asked for by id: which the CRM says are not there, which are among the
    // archived, and which are not there either.
    std::set<RecordRef> not_live;
    std::set<RecordRef> archived;
    std::set<RecordRef> not_archived;

    // Remembers what `page` says. Memberships come before the contacts they are about.
    void absorb(const PullScope& scope, const CrmPage& page);
    void absorb_owner(const CrmOwner& owner);
    void absorb_contact(const PullScope& scope, const CrmRecord& contact);

    [[nodiscard]] bool in_scope(const PullScope& scope, const CrmRecord& contact) const;
};

// An address as it is compared: trimmed and in lower case. Empty when it is none: without '@', with
// white space or control characters, or longer than 254 bytes.
// Source: RFC 5321 section 4.5.3.1.3.
[[nodiscard]] std::string canonical_email(std::string_view text);

// The addresses of a contact.
[[nodiscard]] Ids emails_of(const CrmRecord& contact);

}  // namespace mentorsync::hubspot

// What is known of a programme's records while a pull of changes is under way: what earlier pulls
// have stored, and over it whatever this one has read.
//
// It knows how well it knows: of which contacts all links are here, of which tasks all contacts. A
// pull asks the CRM for what is missing and nothing else. Plain state; no I/O.

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "connector/hubspot/pull_state.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

struct Picture {
    using Records = std::map<std::string, CrmRecord, std::less<>>;
    using Links = std::map<std::string, std::vector<LinkType>, std::less<>>;  // by who is linked

    Records contacts;
    Records tasks;
    std::map<std::string, Links, std::less<>> links_from;       // of contacts to contacts
    std::map<std::string, Ids, std::less<>> contacts_of;        // of tasks
    std::map<std::string, std::string, std::less<>> strangers;  // tasks seen, and their owners
    std::map<std::string, CrmOwner, std::less<>> owners;
    std::set<CrmMembership> memberships;

    Ids links_known;      // contacts whose links to contacts are all here
    Ids tasks_known;      // contacts whose tasks are all here
    Ids contacts_known;   // tasks whose contacts are all here
    Ids emails_known;     // addresses whose contact is here if there is one
    Ids owners_searched;  // owners whose tasks have been looked for

    // Whether the contacts that have the addresses are believed to be those that have them today.
    bool trusts_emails = true;

    Ids fresh;  // contacts that this pull has read
    Ids fresh_tasks;
    Ids absent;  // contacts that the CRM says are not there
    Ids absent_tasks;

    // Everything that was stored, as `scope` was pulled then.
    void load(const PullScope& scope, const CrmSnapshot& stored);

    // Takes a record as it is today. Whom it was merged from are forgotten, and who was linked to
    // them has links that are not known any more.
    void see(const CrmRecord& record);

    // Takes all links that these contacts, or tasks, have.
    void see_links(const Ids& asked, const std::vector<CrmLink>& links);
    void see_tasks(const Ids& asked_contacts, const std::vector<CrmLink>& links);
    void see_contacts(const Ids& asked_tasks, const std::vector<CrmLink>& links);

    // Forgets a record that is not there, and every link with it.
    void lose(const RecordRef& record);

    [[nodiscard]] const Records& records(RecordKind kind) const {
        return kind == RecordKind::Contact ? contacts : tasks;
    }

private:
    void forget_contact(const std::string& id);
    void forget_former(const CrmRecord& heir);
};

}  // namespace mentorsync::hubspot

#include "connector/hubspot/picture.hpp"

#include "connector/hubspot/belonging.hpp"

namespace mentorsync::hubspot {

void Picture::load(const PullScope& scope, const CrmSnapshot& stored) {
    for (const CrmRecord& record : stored.records) {
        if (record.kind == RecordKind::Contact) contacts.emplace(record.id.text(), record);
        if (record.kind == RecordKind::Task) tasks.emplace(record.id.text(), record);
    }
    for (const CrmLink& link : stored.links) {
        const std::string& from = link.from.id.text();
        if (link.from.kind == RecordKind::Task) contacts_of[from].insert(link.to.id.text());
        if (link.from.kind == RecordKind::Contact) {
            links_from[from].insert_or_assign(link.to.id.text(), link.types);
        }
    }
    for (const CrmOwner& owner : stored.owners) owners.emplace(owner.id.text(), owner);
    memberships = {stored.memberships.begin(), stored.memberships.end()};

    for (const auto& [id, contact] : contacts) tasks_known.insert(id);
    for (const auto& [id, task] : tasks) {
        // Of the others only the contacts are stored that belong to the programme.
        if (!scope.people_list || !contacts_of.contains(id)) contacts_known.insert(id);
    }
    if (scope.contact_links) {
        const Ids people = people_of(scope, *this);
        links_known.insert(people.begin(), people.end());
    }
    const Belonging then = find_belonging(scope, *this);
    emails_known = then.emails;
    owners_searched = then.owners;
}

void Picture::see(const CrmRecord& record) {
    const std::string& id = record.id.text();
    if (record.kind == RecordKind::Task) {
        tasks.insert_or_assign(id, record);
        fresh_tasks.insert(id);
        return;
    }
    if (record.kind != RecordKind::Contact) return;
    forget_former(record);
    contacts.insert_or_assign(id, record);
    fresh.insert(id);
}

void Picture::forget_former(const CrmRecord& heir) {
    for (const RecordId& former : heir.merged) {
        const std::string& id = former.text();
        bool is_known = contacts.contains(id);
        for (auto& [from, links] : links_from) {
            if (!links.contains(id)) continue;
            links_known.erase(from);
            is_known = true;
        }
        if (!is_known) continue;
        links_known.erase(heir.id.text());
        tasks_known.erase(heir.id.text());
        forget_contact(id);
    }
}

void Picture::forget_contact(const std::string& id) {
    contacts.erase(id);
    links_from.erase(id);
    links_known.erase(id);
    tasks_known.erase(id);
    for (auto& [from, links] : links_from) links.erase(id);
    for (auto& [task, linked] : contacts_of) linked.erase(id);
}

void Picture::see_links(const Ids& asked, const std::vector<CrmLink>& links) {
    for (const std::string& id : asked) {
        links_from.erase(id);
        links_known.insert(id);
    }
    for (const CrmLink& link : links) {
        links_from[link.from.id.text()].insert_or_assign(link.to.id.text(), link.types);
    }
}

void Picture::see_tasks(const Ids& asked_contacts, const std::vector<CrmLink>& links) {
    for (auto& [task, linked] : contacts_of) {
        std::erase_if(linked, [&](const std::string& id) { return asked_contacts.contains(id); });
    }
    tasks_known.insert(asked_contacts.begin(), asked_contacts.end());
    for (const CrmLink& link : links) {
        contacts_of[link.to.id.text()].insert(link.from.id.text());
    }
}

void Picture::see_contacts(const Ids& asked_tasks, const std::vector<CrmLink>& links) {
    for (const std::string& id : asked_tasks) {
        contacts_of[id].clear();
        contacts_known.insert(id);
    }
    for (const CrmLink& link : links) {
        contacts_of[link.from.id.text()].insert(link.to.id.text());
    }
}

void Picture::lose(const RecordRef& record) {
    const std::string& id = record.id.text();
    if (record.kind == RecordKind::Contact) {
        forget_contact(id);
        absent.insert(id);
        return;
    }
    tasks.erase(id);
    contacts_of.erase(id);
    strangers.erase(id);
    absent_tasks.insert(id);
}

}  // namespace mentorsync::hubspot

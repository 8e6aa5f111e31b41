#include "connector/hubspot/belonging.hpp"

#include <algorithm>

namespace mentorsync::hubspot {

namespace {

class Search {
public:
    Search(const PullScope& scope, const Picture& picture) : scope_(scope), picture_(picture) {}

    [[nodiscard]] Belonging run() {
        find_people();
        if (scope_.people_list) find_referred();
        find_linked_tasks();
        if (scope_.owned_tasks) find_owned_tasks();
        return std::move(found_);
    }

private:
    void find_people() {
        found_.people = people_of(scope_, picture_);
        found_.contacts = found_.people;
        if (scope_.contact_links) {
            for (const std::string& id : found_.people) follow_links(id);
        }
        std::erase_if(found_.contacts, [this](const std::string& id) { return is_missing(id); });
    }

    // Whether the contact is not here; if it may be in the CRM, it is to be read.
    [[nodiscard]] bool is_missing(const std::string& id) {
        if (picture_.contacts.contains(id)) return false;
        if (!picture_.absent.contains(id)) found_.lacks.contacts.insert(id);
        return true;
    }

    void follow_links(const std::string& id) {
        if (!picture_.links_known.contains(id)) found_.lacks.links_of.insert(id);
        const auto links = picture_.links_from.find(id);
        if (!scope_.people_list || links == picture_.links_from.end()) return;
        for (const auto& [other, types] : links->second) {
            const bool follow = std::ranges::any_of(types, [this](const LinkType& type) {
                return std::ranges::count(scope_.label_type_ids, type.type_id) > 0;
            });
            if (follow) found_.contacts.insert(other);
        }
    }

    // Contacts that people refer to by an address, unless a linked contact has it.
    void find_referred() {
        const Ids known = emails_of_all(found_.contacts);
        std::ranges::set_difference(wanted_emails(), known,
                                    std::inserter(found_.emails, found_.emails.end()));
        Ids unknown = found_.emails;
        for (const auto& [id, contact] : picture_.contacts) {
            for (const std::string& email : emails_of(contact)) {
                if (!found_.emails.contains(email)) continue;
                found_.contacts.insert(id);
                if (picture_.trusts_emails) unknown.erase(email);
            }
        }
        std::ranges::set_difference(unknown, picture_.emails_known,
                                    std::inserter(found_.lacks.emails, found_.lacks.emails.end()));
    }

    [[nodiscard]] Ids wanted_emails() const {
        PullState state;
        for (const std::string& id : found_.people) state.members.insert(id);
        for (const auto& [id, owner] : picture_.owners) state.absorb_owner(owner);
        for (const std::string& id : found_.people) {
            const auto person = picture_.contacts.find(id);
            if (person != picture_.contacts.end()) state.absorb_contact(scope_, person->second);
        }
        Ids wanted = std::move(state.wanted_emails);
        for (const std::string& owner : state.scope_owners) {
            const auto email = state.owner_emails.find(owner);
            if (email != state.owner_emails.end() && !email->second.empty()) {
                wanted.insert(email->second);
            }
        }
        return wanted;
    }

    [[nodiscard]] Ids emails_of_all(const Ids& contacts) const {
        Ids emails;
        for (const std::string& id : contacts) emails.merge(emails_of(picture_.contacts.at(id)));
        return emails;
    }

    void find_linked_tasks() {
        for (const std::string& id : found_.contacts) {
            if (!picture_.tasks_known.contains(id)) found_.lacks.tasks_of.insert(id);
        }
        for (const auto& [task, contacts] : picture_.contacts_of) {
            const bool ours = scope_.people_list
                                  ? std::ranges::any_of(contacts,
                                                        [this](const std::string& id) {
                                                            return found_.contacts.contains(id);
                                                        })
                                  : !contacts.empty();
            if (ours) take_task(task);
        }
        for (const auto& [task, owner] : picture_.strangers) {
            if (!found_.tasks.contains(task) && !picture_.contacts_known.contains(task)) {
                found_.lacks.contacts_of.insert(task);
            }
        }
    }

    void take_task(const std::string& id) {
        if (picture_.tasks.contains(id)) {
            found_.tasks.insert(id);
        } else if (!picture_.absent_tasks.contains(id)) {
            found_.lacks.tasks.insert(id);
        }
    }

    void find_owned_tasks() {
        if (scope_.people_list) {
            found_.owners = people_owners();
            std::ranges::set_difference(
                found_.owners, picture_.owners_searched,
                std::inserter(found_.lacks.owners, found_.lacks.owners.end()));
        }
        for (const auto& [id, task] : picture_.tasks) {
            consider_owned(id, task.value(kOwnerProperty));
        }
        for (const auto& [id, owner] : picture_.strangers) {
            if (!picture_.tasks.contains(id)) consider_owned(id, owner);
        }
    }

    // A task without any contact counts where its owner is a person of the programme.
    void consider_owned(const std::string& id, std::string_view owner) {
        if (scope_.people_list && !found_.owners.contains(owner)) return;
        if (found_.tasks.contains(id)) return;
        if (!picture_.contacts_known.contains(id)) {
            found_.lacks.contacts_of.insert(id);
            return;
        }
        const auto contacts = picture_.contacts_of.find(id);
        const bool alone = contacts == picture_.contacts_of.end() || contacts->second.empty();
        if (alone || !scope_.people_list) take_task(id);
    }

    [[nodiscard]] Ids people_owners() const {
        Ids owners;
        if (scope_.owner_references) {
            for (const std::string& id : found_.people) {
                const auto person = picture_.contacts.find(id);
                if (person == picture_.contacts.end()) continue;
                const std::string_view owner = person->second.value(kOwnerProperty);
                if (is_crm_id(owner)) owners.emplace(owner);
            }
        }
        const Ids emails = emails_of_all(found_.contacts);
        for (const auto& [id, owner] : picture_.owners) {
            if (emails.contains(canonical_email(owner.email))) owners.insert(id);
        }
        return owners;
    }

    const PullScope& scope_;
    const Picture& picture_;
    Belonging found_;
};

}  // namespace

Belonging find_belonging(const PullScope& scope, const Picture& picture) {
    return Search(scope, picture).run();
}

Ids people_of(const PullScope& scope, const Picture& picture) {
    Ids people;
    if (!scope.people_list) {
        for (const auto& [id, contact] : picture.contacts) people.insert(id);
        return people;
    }
    std::map<std::string, std::string, std::less<>> heirs;
    for (const auto& [id, contact] : picture.contacts) {
        for (const RecordId& former : contact.merged) heirs.emplace(former.text(), id);
    }
    for (const CrmMembership& membership : picture.memberships) {
        if (membership.list != scope.people_list) continue;
        const std::string& id = membership.contact.text();
        const auto heir = heirs.find(id);
        const bool follow = heir != heirs.end() && !picture.contacts.contains(id);
        people.insert(follow ? heir->second : id);
    }
    return people;
}

}  // namespace mentorsync::hubspot

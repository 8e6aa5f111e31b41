#include "sync/rules/directory.hpp"

#include <algorithm>
#include <set>

#include "sync/rules/crm_names.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

constexpr std::size_t kLongestName = 200;

// Of two live contacts of one merge set, seen in the moment of the merge: the one that says it
// took in the other, or else the newer one.
bool replaces(const CrmRecord& challenger, const CrmRecord& holder) {
    const auto took_in = [](const CrmRecord& a, const CrmRecord& b) {
        return std::ranges::find(a.merged, b.id) != a.merged.end();
    };
    if (took_in(challenger, holder) != took_in(holder, challenger)) {
        return took_in(challenger, holder);
    }
    return is_smaller_id(holder.id.text(), challenger.id.text());
}

std::vector<std::string> addresses_of(const CrmRecord& contact) {
    std::vector<std::string> addresses;
    const auto add = [&](std::string_view address) {
        if (address.size() > kLongestIdentifier) return;
        std::string email = comparable_email(address);
        if (!email.empty()) addresses.push_back(std::move(email));
    };
    add(contact.value(kEmail));
    for (const auto part : parts_of(contact.value(kAdditionalEmails), ";,")) add(part);
    return addresses;
}

template <class T>
std::vector<T> found_in(const std::unordered_map<std::string, std::vector<T>>& index,
                        std::string_view email) {
    const auto found = index.find(comparable_email(email));
    return found == index.end() ? std::vector<T>{} : found->second;
}

std::string full_name(std::string_view first, std::string_view last) {
    std::string name(trimmed(first));
    if (!name.empty() && !trimmed(last).empty()) name += ' ';
    return name.append(trimmed(last));
}

}  // namespace

Directory::Directory(const RuleSet::Bound& bound, const CrmSnapshot& snapshot, const Aliases& known)
    : aliases_(canonical_aliases(snapshot, known)) {
    add_contacts(snapshot);
    add_emails();
    add_owners(snapshot);
    find_scope(bound, snapshot);
}

PersonId Directory::person_of(const RecordId& contact) const {
    const auto found = aliases_.find(contact);
    return PersonId(found == aliases_.end() ? contact.text() : found->second.text());
}

const CrmRecord* Directory::contact(const PersonId& person) const {
    const auto found = contacts_.find(person);
    return found == contacts_.end() ? nullptr : found->second;
}

std::vector<PersonId> Directory::contacts_with(std::string_view email) const {
    return found_in(contacts_by_email_, email);
}

std::vector<const CrmOwner*> Directory::owners_with(std::string_view email) const {
    return found_in(owners_by_email_, email);
}

const CrmOwner* Directory::owner(std::string_view id) const {
    const auto found = owners_.find(id);
    return found == owners_.end() ? nullptr : found->second;
}

std::vector<PersonId> Directory::people_of(const CrmOwner& owner) const {
    std::vector<PersonId> people = contacts_with(owner.email);
    if (people.empty()) people.emplace_back("owner:" + owner.id.text());
    return people;
}

const CrmOwner* Directory::user_of(const PersonId& contact) const {
    const auto found = owner_of_contact_.find(contact);
    return found == owner_of_contact_.end() ? nullptr : found->second;
}

bool Directory::is_in_scope(const PersonId& person) const {
    return std::ranges::binary_search(in_scope_, person);
}

Person Directory::person(const PersonId& id) const {
    Person person;
    person.id = id;
    const CrmOwner* user = nullptr;
    const CrmRecord* const record = contact(id);
    if (record != nullptr) {
        person.contact = record->id;
        user = user_of(id);
    } else if (id.text().starts_with("owner:")) {
        user = owner(std::string_view(id.text()).substr(6));
    }
    std::string name;
    if (record != nullptr) name = full_name(record->value(kFirstName), record->value(kLastName));
    if (user != nullptr) {
        person.owner = user->id;
        if (name.empty()) name = full_name(user->first_name, user->last_name);
    }
    // A name goes into notes and figures; what could break out of its line does not.
    person.name = Private<std::string>(one_line(name, kLongestName));
    return person;
}

void Directory::add_contacts(const CrmSnapshot& snapshot) {
    std::vector<const CrmRecord*> live;
    for (const CrmRecord& record : snapshot.records) {
        if (record.kind == RecordKind::Contact && !record.archived) live.push_back(&record);
    }
    std::ranges::sort(live, {}, [](const CrmRecord* record) { return record->id; });
    for (const CrmRecord* const record : live) {
        const auto [place, is_new] = contacts_.try_emplace(person_of(record->id), record);
        if (!is_new && replaces(*record, *place->second)) place->second = record;
    }
}

void Directory::add_emails() {
    std::unordered_map<std::string, std::set<PersonId>> index;
    for (const auto& [person, record] : contacts_) {
        for (std::string& address : addresses_of(*record)) {
            index[std::move(address)].insert(person);
        }
    }
    for (const auto& [email, people] : index) {
        contacts_by_email_[email].assign(people.begin(), people.end());
    }
}

void Directory::add_owners(const CrmSnapshot& snapshot) {
    for (const CrmOwner& owner : snapshot.owners) {
        owners_.emplace(owner.id.text(), &owner);
        const std::string email = comparable_email(owner.email);
        if (!email.empty()) owners_by_email_[email].push_back(&owner);
    }
    for (auto& [email, owners] : owners_by_email_) {
        std::ranges::sort(owners, [](const CrmOwner* a, const CrmOwner* b) {
            if (a->archived != b->archived) return b->archived;
            return is_smaller_id(a->id.text(), b->id.text());
        });
    }
    for (const auto& [person, record] : contacts_) {
        if (const CrmOwner* const user = user_with_address_of(*record)) {
            owner_of_contact_.emplace(person, user);
        }
    }
}

// The CRM user with the first of the contact's addresses, the primary one before the others, that
// nobody else has.
const CrmOwner* Directory::user_with_address_of(const CrmRecord& contact) const {
    for (const std::string& email : addresses_of(contact)) {
        const std::vector<const CrmOwner*> owners = owners_with(email);
        // Nobody can be given work as a user who was deactivated.
        if (owners.empty() || owners.front()->archived) continue;
        if (contacts_with(email).size() == 1) return owners.front();
    }
    return nullptr;
}

void Directory::find_scope(const RuleSet::Bound& bound, const CrmSnapshot& snapshot) {
    const PeopleSource& people = bound.content.people;
    std::set<PersonId> found;
    for (const CrmMembership& membership : snapshot.memberships) {
        const PersonId person = person_of(membership.contact);
        const bool listed = bound.people_list && membership.list == *bound.people_list;
        if (listed && contact(person) != nullptr) found.insert(person);
    }
    for (const auto& [person, record] : contacts_) {
        if (people.kind == PeopleSource::Kind::List) break;
        if (!people.where || holds(*people.where, *record)) found.insert(person);
    }
    in_scope_.assign(found.begin(), found.end());
}

}  // namespace mentorsync

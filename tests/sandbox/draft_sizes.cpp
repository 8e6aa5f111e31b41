#include "tests/sandbox/draft.hpp"
#include "tests/sandbox/query.hpp"

namespace mentorsync::sandbox {
namespace {

// Every address under which somebody in scope is known already.
std::set<std::string> known_addresses(const Draft& draft) {
    std::set<std::string> known;
    for (const PersonPlan& person : draft.plan.people) {
        if (!person.in_programme || person.archived) continue;
        known.insert(lower(person.email));
        for (const std::string& more : split(person.more_emails, ';')) known.insert(lower(more));
    }
    return known;
}

// The addresses that somebody's records lead to: of a property, or of the owner.
std::vector<std::string> named_addresses(const Draft& draft, const PersonPlan& person) {
    std::vector<std::string> addresses;
    const auto value = [&](const char* name) {
        const auto found = person.more.find(name);
        return found == person.more.end() ? std::string() : found->second;
    };
    if (!value("mentor_email").empty()) addresses.push_back(lower(value("mentor_email")));
    if (value("mentoring_role").find("aktori") == std::string::npos) return addresses;
    for (const Owner& owner : draft.plan.owners) {
        if (owner.id == value("hubspot_owner_id")) addresses.push_back(lower(owner.email));
    }
    return addresses;
}

std::set<std::string> scope_ids(const Draft& draft) {
    std::set<std::string> ids;
    for (const PersonPlan& person : draft.plan.people) {
        if (person.in_programme && !person.archived) ids.insert(person.id);
    }
    return ids;
}

}  // namespace

PullSizes measure(const Draft& draft) {
    PullSizes sizes;
    std::set<std::string> addresses;
    const std::set<std::string> known = known_addresses(draft);
    for (const PersonPlan& person : draft.plan.people) {
        if (person.archived) continue;
        ++sizes.live_contacts;
        if (!person.in_programme) continue;
        ++sizes.programme_members;
        for (std::string& address : named_addresses(draft, person)) {
            if (!known.contains(address)) addresses.insert(std::move(address));
        }
    }
    for (const TaskPlan& task : draft.plan.tasks) sizes.live_tasks += task.archived ? 0U : 1U;
    for (const Owner& owner : draft.plan.owners) {
        ++(owner.archived ? sizes.archived_owners : sizes.owners);
    }
    sizes.group_members = draft.plan.group_list_members.size();
    std::set<std::string> outside;
    const std::set<std::string> scope = scope_ids(draft);
    for (const LabelPlan& label : draft.plan.labels) {
        if (scope.contains(label.mentee) && !scope.contains(label.mentor)) {
            outside.insert(label.mentor);
        }
    }
    sizes.label_mentors = outside.size();
    sizes.addresses = addresses.size();
    return sizes;
}

}  // namespace mentorsync::sandbox

#include <algorithm>

#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/pull.hpp"

namespace mentorsync::hubspot {

namespace {

// Source: HubSpot CRM API guide, Associations, default type ids.
constexpr int kTaskToContact = 204;

std::size_t pages(std::size_t count, std::size_t page) {
    return (count + page - 1) / page;
}

CrmLink task_link(RecordRef task, RecordRef contact) {
    return {std::move(task), std::move(contact), {{"HUBSPOT_DEFINED", kTaskToContact, ""}}};
}

}  // namespace

Result<void> Pull::read_tasks() {
    if (scope_.people_list) {
        const auto listing = is_listing_cheaper();
        if (!listing) return Failure(listing.error());
        if (*listing) {
            if (auto opened = open_tasks(); !opened) return opened;
        } else {
            read_linked_tasks();
        }
        if (auto done = drain(); !done) return done;
    }
    read_doubtful_tasks();
    if (auto done = drain(); !done) return done;

    state_.task_ids.insert(unlinked_tasks_.begin(), unlinked_tasks_.end());
    std::vector<std::string> unread;
    std::ranges::set_difference(state_.task_ids, state_.tasks, std::back_inserter(unread));
    read_records(RecordKind::Task, unread);
    return drain();
}

Result<bool> Pull::is_listing_cheaper() {
    // A list that was begun before a crash goes on.
    const auto point = sink_.resume_point("tasks");
    if (!point) return Failure(point.error());
    if (!*point || !(*point)->empty()) return true;
    if (!state_.all_tasks) return false;

    // Tasks are taken to be spread evenly over the contacts of the portal.
    const std::size_t people = state_.contacts.size();
    const std::size_t everybody = std::max(state_.all_contacts.value_or(people), people);
    const std::size_t expected =
        everybody == 0 ? *state_.all_tasks : *state_.all_tasks * people / everybody;
    const std::size_t linked = pages(people, kLinkReadInputs) + pages(expected, kBatchInputs);
    return std::max<std::size_t>(pages(*state_.all_tasks, kListPage), 1) <= linked;
}

void Pull::read_linked_tasks() {
    const auto take_contacts_tasks = [this](std::vector<CrmLink>& links) {
        CrmPage page;
        for (CrmLink& link : links) {
            state_.task_ids.insert(link.to.id.text());
            page.links.push_back(task_link(std::move(link.to), std::move(link.from)));
        }
        return take(page);
    };
    read_links({RecordKind::Contact, RecordKind::Task, take_contacts_tasks}, state_.contacts);
    if (scope_.owned_tasks) read_owned(people_owners());
}

void Pull::read_doubtful_tasks() {
    // What a contact of ours leads to needs no second look.
    Ids doubtful;
    std::ranges::set_difference(doubtful_tasks_, state_.task_ids,
                                std::inserter(doubtful, doubtful.end()));
    state_.link_checked_tasks = doubtful.size();
    unlinked_tasks_ = doubtful;
    const auto take_tasks_contacts = [this](std::vector<CrmLink>& links) {
        CrmPage page;
        for (CrmLink& link : links) {
            unlinked_tasks_.erase(link.from.id.text());
            if (!is_ours(link.to)) continue;
            state_.task_ids.insert(link.from.id.text());
            page.links.push_back(task_link(std::move(link.from), std::move(link.to)));
        }
        return take(page);
    };
    read_links({RecordKind::Task, RecordKind::Contact, take_tasks_contacts}, doubtful);
}

Ids Pull::people_owners() const {
    if (!scope_.owned_tasks) return {};
    Ids owners = state_.scope_owners;
    for (const auto& [owner, email] : state_.owner_emails) {
        if (state_.emails.contains(email)) owners.insert(owner);
    }
    return owners;
}

bool Pull::is_ours(const RecordRef& contact) const {
    return !scope_.people_list || state_.contacts.contains(contact.id.text());
}

}  // namespace mentorsync::hubspot

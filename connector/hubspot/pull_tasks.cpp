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
    if (!scope_.owned_tasks) return;
    const Ids owners = people_owners();
    const std::vector<std::string> all(owners.begin(), owners.end());
    for (std::size_t at = 0; at < all.size(); at += kSearchValues) {
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(kSearchValues, all.size() - at);
        search_owned({.owners = {first, first + static_cast<std::ptrdiff_t>(count)}});
    }
}

void Pull::search_owned(OwnerSearch search) {
    Call call{.endpoint = Endpoint::SearchTasks,
              .body = owned_tasks_body(search.owners, search.last_id)};
    jobs_.push({std::move(call), [this, search = std::move(search)](Reply& reply) {
                    return take_owned(search, reply);
                }});
}

Result<void> Pull::take_owned(OwnerSearch search, Reply& reply) {
    if (!reply.answer) return Failure(reply.answer.error());
    const json::Value& body = reply.answer->body;
    const auto records = decode_records(RecordKind::Task, body);
    if (!records) {
        return Failure(
            bad_shape(Endpoint::SearchTasks, client_.version(), "/results", "there is no array"));
    }
    if (search.last_id.empty()) search.missing = decode_count(body, "total").value_or(0);
    std::string last = search.last_id;
    for (const CrmRecord& task : records->records) {
        doubtful_tasks_.insert(task.id.text());
        if (last.empty() || is_smaller_id(last, task.id.text())) last = task.id.text();
    }
    search.missing -= std::min(search.missing, records->records.size());
    if (decode_after(body).empty()) {
        // An index that does not show what it counts proves nobody's absence.
        if (search.missing > 0) state_.all_read = false;
        return {};
    }
    if (last == search.last_id) {
        return Failure(bad_shape(Endpoint::SearchTasks, client_.version(), "/results",
                                 "the pages go in a circle"));
    }
    search.last_id = last;
    search_owned(std::move(search));
    return {};
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

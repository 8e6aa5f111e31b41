#include "connector/hubspot/pull.hpp"

#include <algorithm>

#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

namespace {

// Former ids of a contact, `;` between them. Source: reports on HubSpot's merges.
constexpr std::string_view kMergedProperty = "hs_merged_object_ids";

std::vector<std::string> with_each(std::vector<std::string> names,
                                   std::initializer_list<std::string_view> more) {
    for (const std::string_view name : more) names.emplace_back(name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<std::string> not_in(const Ids& ids, const Ids& known, const Ids& former) {
    std::vector<std::string> missing;
    std::ranges::copy_if(ids, std::back_inserter(missing), [&](const std::string& id) {
        return !known.contains(id) && !former.contains(id);
    });
    return missing;
}

}  // namespace

Pull::Pull(Client& client, const PullScope& scope, CrmSink& sink, PullObserver& observer,
           const std::stop_token& stop)
    : client_(client),
      scope_(scope),
      sink_(sink),
      observer_(observer),
      stop_(stop),
      jobs_(client, [this] { tell_progress(); }) {}

Result<PullReport> Pull::run() {
    const std::size_t requests = client_.transport().requests();
    const std::size_t searches = client_.transport().search_requests();
    for (const auto step : {&Pull::resume, &Pull::enumerate, &Pull::read_people,
                            &Pull::read_referred, &Pull::read_tasks}) {
        if (auto done = (this->*step)(); !done) return Failure(std::move(done).error());
    }
    return PullReport{.records = state_.contacts.size() + state_.tasks.size(),
                      .requests = client_.transport().requests() - requests,
                      .search_requests = client_.transport().search_requests() - searches,
                      .minimum_requests = minimum_requests(),
                      .coverage = state_.all_read ? Coverage::Everything : Coverage::Partial};
}

Result<void> Pull::resume() {
    auto taken = sink_.taken();
    if (!taken) return Failure(std::move(taken).error());
    CrmPage page;
    page.records = std::move(taken->records);
    page.owners = std::move(taken->owners);
    page.memberships = std::move(taken->memberships);
    state_.absorb(scope_, page);
    return {};
}

Result<void> Pull::enumerate() {
    for (const bool archived : {false, true}) {
        if (auto opened = open_owners(archived); !opened) return opened;
    }
    std::vector<ListId> lists = scope_.member_lists;
    if (scope_.people_list) lists.push_back(*scope_.people_list);
    std::ranges::sort(lists);
    lists.erase(std::unique(lists.begin(), lists.end()), lists.end());
    for (const ListId& list : lists) {
        if (auto opened = open_list(list); !opened) return opened;
    }
    count_records(RecordKind::Contact);
    count_records(RecordKind::Task);
    if (!scope_.people_list) {
        if (auto opened = open_contacts(); !opened) return opened;
        if (auto opened = open_tasks(); !opened) return opened;
    }
    return drain();
}

Result<void> Pull::read_people() {
    std::vector<std::string> unread = not_in(state_.members, state_.contacts, state_.former);
    // The rest waits for who is found by association, to fill its batch.
    const auto whole = static_cast<std::ptrdiff_t>(unread.size() / kBatchInputs * kBatchInputs);
    read_records(RecordKind::Contact, {unread.begin(), unread.begin() + whole});
    if (scope_.contact_links) read_contact_links();
    if (auto done = drain(); !done) return done;

    Ids rest(unread.begin() + whole, unread.end());
    if (scope_.people_list) rest.insert(state_.linked.begin(), state_.linked.end());
    read_records(RecordKind::Contact, not_in(rest, state_.contacts, state_.former));
    return drain();
}

Result<void> Pull::read_referred() {
    // Whoever has an address is in the list of everybody already.
    if (!scope_.people_list) return {};
    Ids wanted = state_.wanted_emails;
    for (const std::string& owner : state_.scope_owners) {
        const auto found = state_.owner_emails.find(owner);
        if (found != state_.owner_emails.end() && !found->second.empty()) {
            wanted.insert(found->second);
        }
    }
    std::vector<std::string> asked = not_in(wanted, state_.emails, {});
    state_.asked_by_email = asked.size();
    for (std::size_t at = 0; at < asked.size(); at += kBatchInputs) {
        const auto first = asked.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(kBatchInputs, asked.size() - at);
        push_batch({.kind = RecordKind::Contact,
                    .asked = {first, first + static_cast<std::ptrdiff_t>(count)},
                    .by_email = true});
    }
    return drain();
}

Result<void> Pull::take(const CrmPage& page) {
    if (!page.unreadable.empty()) state_.all_read = false;
    state_.absorb(scope_, page);
    return sink_.take(page);
}

void Pull::tell_progress() {
    PullProgress progress{.records = state_.contacts.size() + state_.tasks.size(),
                          .requests = client_.transport().requests(),
                          .expected_records = std::nullopt,
                          .daily_budget_left = client_.transport().daily_left()};
    if (!scope_.people_list && state_.all_contacts && state_.all_tasks) {
        progress.expected_records = *state_.all_contacts + *state_.all_tasks;
    } else if (scope_.people_list && !state_.task_ids.empty()) {
        progress.expected_records = state_.contacts.size() + state_.task_ids.size();
    }
    observer_.progressed(progress);
}

std::vector<std::string> Pull::contact_properties() const {
    std::vector<std::string> names =
        with_each(scope_.contact_properties,
                  {kEmailProperty, kMoreEmailsProperty, kMergedProperty, kOwnerProperty});
    for (const std::string& name : scope_.email_references) names = with_each(names, {name});
    return names;
}

std::vector<std::string> Pull::task_properties() const {
    return with_each(scope_.task_properties, {kOwnerProperty});
}

Result<PullReport> HubspotConnector::pull(const PullScope& scope, CrmSink& sink,
                                          PullObserver& observer, const std::stop_token& stop) {
    return Pull(client_, scope, sink, observer, stop).run();
}

}  // namespace mentorsync::hubspot

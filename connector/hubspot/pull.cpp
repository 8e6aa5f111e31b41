#include "connector/hubspot/pull.hpp"

#include <algorithm>

#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

namespace {

std::vector<std::string> not_in(const Ids& ids, const Ids& known, const Ids& former) {
    std::vector<std::string> missing;
    std::ranges::copy_if(ids, std::back_inserter(missing), [&](const std::string& id) {
        return !known.contains(id) && !former.contains(id);
    });
    return missing;
}

}  // namespace

Result<PullReport> Pull::run() {
    const std::size_t requests = client_.transport().requests();
    const std::size_t searches = client_.transport().search_requests();
    for (const auto step : {&Pull::mark_start, &Pull::resume, &Pull::enumerate, &Pull::read_people,
                            &Pull::read_referred, &Pull::read_tasks, &Pull::mark_end}) {
        if (auto done = (this->*step)(); !done) return Failure(std::move(done).error());
    }
    const Coverage coverage = state_.all_read ? Coverage::Everything : Coverage::Partial;
    return PullReport{.records = state_.contacts.size() + state_.tasks.size(),
                      .requests = client_.transport().requests() - requests,
                      .search_requests = client_.transport().search_requests() - searches,
                      .minimum_requests = minimum_requests(),
                      .coverage = coverage,
                      .cursors = cursors_after(start_, scope_, coverage)};
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
    if (auto opened = open_lists(); !opened) return opened;
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
    read_emails(asked);
    return drain();
}

Result<PullReport> HubspotConnector::pull(const PullScope& scope, CrmSink& sink,
                                          PullObserver& observer, const std::stop_token& stop) {
    return Pull({client_, scope, sink, observer, stop}).run();
}

}  // namespace mentorsync::hubspot

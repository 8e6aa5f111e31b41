#include "connector/hubspot/changes.hpp"

#include <algorithm>

#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

Changes::Changes(const PullDoors& doors, Gathering& gathering, const ChangeRequest& request,
                 const CrmMirror& mirror, CrmSink& sink)
    : Reads(doors),
      request_(request),
      mirror_(mirror),
      target_(sink),
      gathering_(gathering),
      picture_(gathering.picture),
      cursors_(request.cursors),
      requests_before_(doors.client.transport().requests()),
      searches_before_(doors.client.transport().search_requests()) {
    contacts_.kind = RecordKind::Contact;
    tasks_.kind = RecordKind::Task;
}

Result<PullReport> Changes::run() {
    if (!fits(request_.cursors, scope_)) {
        return fail(ErrorCode::InvalidArgument,
                    "the place where the last pull ended does not fit what is to be pulled: pull "
                    "everything");
    }
    // Half a difference is none: what an earlier one left can only be thrown away as a whole.
    const auto begun = target_.resume_point(kChangesStream);
    if (!begun) return Failure(begun.error());
    if (!*begun) {
        return fail(ErrorCode::InvalidArgument,
                    "an earlier pull of changes was not stored: pull everything");
    }
    if (auto looked = look(); !looked) return Failure(std::move(looked).error());
    const auto quiet = is_quiet();
    if (!quiet) return Failure(quiet.error());
    if (*quiet) return report(false, 0);

    if (auto opened = open_picture(); !opened) return Failure(std::move(opened).error());
    doubt(contacts_);
    doubt(tasks_);
    if (auto settled = settle(); !settled) return Failure(std::move(settled).error());
    for (const Audit due : request_.audits) {
        if (auto done = audit(due); !done) return Failure(std::move(done).error());
    }
    return finish();
}

Result<void> Changes::look() {
    for (Walk* const walk : {&contacts_, &tasks_}) {
        const bool contacts = walk->kind == RecordKind::Contact;
        const Instant cursor =
            read_mark(request_.cursors, contacts ? kContactsCursor : kTasksCursor)
                .value_or(kEarliest);
        const auto from = read_mark(request_.cursors, contacts ? kContactsFrom : kTasksFrom);
        walk->since = std::max({cursor - kOverlap, kEarliest, from.value_or(kEarliest)});
        walk->window.from = walk->since;
        push_walk(*walk);
    }
    if (auto opened = open_lists(); !opened) return opened;
    if (auto done = drain(); !done) return done;
    for (Walk* const walk : {&contacts_, &tasks_}) {
        if (auto sifted = sift(*walk); !sifted) return sifted;
    }
    return {};
}

Result<bool> Changes::is_quiet() const {
    if (!request_.audits.empty() || !gathering_.unreadable.empty()) return false;
    if (!is_judged(contacts_, kJudgedContacts) || !is_judged(tasks_, kJudgedTasks)) return false;
    return lists_are_same();
}

Result<bool> Changes::lists_are_same() const {
    for (const auto& [list, members] : members_today()) {
        const auto stored = mirror_.members(list);
        if (!stored) return Failure(stored.error());
        Ids before;
        for (const RecordId& member : *stored) before.insert(member.text());
        if (before != members) return false;
    }
    return true;
}

std::map<ListId, Ids> Changes::members_today() const {
    std::map<ListId, Ids> today;
    for (const ListId& list : scope_.member_lists) today[list];
    if (scope_.people_list) today[*scope_.people_list];
    for (const ListId& list : unread_lists_) today.erase(list);
    for (const CrmMembership& membership : gathering_.memberships) {
        const auto list = today.find(membership.list);
        if (list != today.end()) list->second.insert(membership.contact.text());
    }
    return today;
}

Result<void> Changes::open_picture() {
    auto stored = mirror_.snapshot();
    if (!stored) return Failure(std::move(stored).error());
    stored_ = *std::move(stored);
    picture_.load(scope_, stored_);
    // Whoever is on a list that may not be read stays there.
    std::erase_if(picture_.memberships, [this](const CrmMembership& membership) {
        return !unread_lists_.contains(membership.list);
    });
    picture_.memberships.insert(gathering_.memberships.begin(), gathering_.memberships.end());
    return {};
}

Result<PullReport> Changes::finish() {
    Difference difference = find_difference(scope_, stored_, picture_, belonging_);
    if (!state_.all_read) keep_what_is_stored(difference.gone);
    if (auto found = find_fates(difference.gone.gone); !found) {
        return Failure(std::move(found).error());
    }
    difference.page.unreadable = std::move(gathering_.unreadable);
    if (!difference.is_any() && difference.page.unreadable.empty()) return report(false, 0);
    if (auto told = tell(difference); !told) return Failure(std::move(told).error());
    return report(true, difference.records);
}

CrmPage Changes::owners_today(bool archived) const {
    CrmPage page;
    page.stream = archived ? "owners:archived" : "owners";
    for (const auto& [id, owner] : picture_.owners) {
        if (owner.archived == archived) page.owners.push_back(owner);
    }
    return page;
}

// Lists, and owners where they were read, each as a stream that is finished: it replaces what is
// stored.
Result<void> Changes::tell(const Difference& difference) {
    std::vector<CrmPage> pages(1);
    pages.front().stream = kChangesStream;
    for (const auto& [list, members] : members_today()) {
        CrmPage page;
        page.stream = "list:" + list.text();
        for (const std::string& member : members)
            page.memberships.push_back({list, RecordId(member)});
        pages.push_back(std::move(page));
    }
    if (difference.owners_changed) {
        pages.push_back(owners_today(false));
        pages.push_back(owners_today(true));
    }
    pages.push_back(difference.gone);
    pages.push_back(difference.page);
    for (const CrmPage& page : pages) {
        if (auto taken = target_.take(page); !taken) return taken;
    }
    return {};
}

// Absence proves nothing where something could not be read.
void Changes::keep_what_is_stored(CrmPage& page) const {
    page.links_of.clear();
    std::erase_if(page.gone, [this](const GoneRecord& gone) {
        return !state_.not_live.contains(gone.record);
    });
}

Result<PullReport> Changes::report(bool changed, std::size_t records) {
    write_cursors(changed);
    const auto coverage = cursors_.find(kCoverageCursor);
    const bool complete =
        state_.all_read && coverage != cursors_.end() && coverage->second == "everything";
    const std::size_t requests = client_.transport().requests() - requests_before_;
    const std::size_t searches = client_.transport().search_requests() - searches_before_;
    return PullReport{.records = records,
                      .requests = requests,
                      .search_requests = searches,
                      .minimum_requests = requests - searches,
                      .coverage = complete ? Coverage::Everything : Coverage::Partial,
                      .cursors = cursors_,
                      .changed = changed,
                      .audits = audits_};
}

void Changes::write_cursors(bool changed) {
    write_cursors_of(contacts_, changed);
    write_cursors_of(tasks_, changed);
    if (!state_.all_read) cursors_.insert_or_assign(std::string(kCoverageCursor), "partial");
}

void Changes::write_cursors_of(const Walk& walk, bool changed) {
    const bool contacts = walk.kind == RecordKind::Contact;
    const std::string_view name = contacts ? kContactsCursor : kTasksCursor;
    const std::string_view from = contacts ? kContactsFrom : kTasksFrom;
    const Instant cursor = cursor_after(walk, name);
    const bool moved = cursor != read_mark(request_.cursors, name);
    if (changed || moved) {
        cursors_.erase(std::string(from));
    } else if (const auto shorter = shorter_overlap(walk)) {
        write_mark(cursors_, from, *shorter);
    }
    write_mark(cursors_, name, cursor);
    const Instant since =
        std::max(cursor - kOverlap, read_mark(cursors_, from).value_or(kEarliest));
    cursors_.insert_or_assign(std::string(contacts ? kJudgedContacts : kJudgedTasks),
                              judged(walk, since));
}

// NOLINTNEXTLINE(readability-function-size): the parameters are those of the door
Result<PullReport> HubspotConnector::pull_changes(const PullScope& scope,
                                                  const ChangeRequest& request,
                                                  const CrmMirror& mirror, CrmSink& sink,
                                                  PullObserver& observer,
                                                  const std::stop_token& stop) {
    Gathering gathering;
    return Changes({client_, scope, gathering, observer, stop}, gathering, request, mirror, sink)
        .run();
}

}  // namespace mentorsync::hubspot

#include <algorithm>

#include "connector/hubspot/changes.hpp"

namespace mentorsync::hubspot {

namespace {

// The part of the associations audit that is not a contact's: it comes after all of them.
constexpr std::string_view kTail = "~";

std::size_t pages(std::size_t count, std::size_t page) {
    return (count + page - 1) / page;
}

}  // namespace

Result<void> Changes::audit(Audit due) {
    const std::size_t requests = client_.transport().requests();
    const std::size_t found = differing();
    AuditReport report{.audit = due};
    Result<bool> finished = true;
    switch (due) {
        case Audit::Trailing: finished = audit_trailing(); break;
        case Audit::Associations: finished = audit_associations(); break;
        case Audit::Owners: finished = audit_owners(); break;
        case Audit::Archived: finished = audit_archived(); break;
    }
    if (!finished) return Failure(std::move(finished).error());
    if (auto settled = settle(); !settled) return settled;
    report.requests = client_.transport().requests() - requests;
    const std::size_t since = differing();
    report.found = since - std::min(found, since);
    report.finished = *finished;
    audit_requests_ += report.requests;
    audits_.push_back(report);
    return {};
}

std::size_t Changes::differing() const {
    return find_difference(scope_, stored_, picture_, belonging_).records;
}

std::size_t Changes::audit_requests_left() const {
    return request_.audit_requests - std::min(request_.audit_requests, audit_requests_);
}

Result<bool> Changes::audit_trailing() {
    bool finished = true;
    for (const RecordKind kind : {RecordKind::Contact, RecordKind::Task}) {
        const bool contacts = kind == RecordKind::Contact;
        const std::string_view name = contacts ? kTrailingContacts : kTrailingTasks;
        const Instant cursor = contacts ? cursor_after(contacts_, kContactsCursor)
                                        : cursor_after(tasks_, kTasksCursor);
        const Instant trail = read_mark(request_.cursors, name).value_or(cursor);
        Walk walk;
        walk.kind = kind;
        walk.since = std::max(trail - kOverlap, kEarliest);
        walk.window.from = walk.since;
        walk.pages_left = audit_requests_left() / 2;
        push_walk(walk);
        if (auto done = drain(); !done) return Failure(std::move(done).error());
        if (auto sifted = sift(walk); !sifted) return Failure(std::move(sifted).error());
        doubt(walk);
        finished = finished && !walk.cut;
        const Instant next = walk.cut ? walk.window.from : cursor - kTrail;
        write_mark(cursors_, name, std::max(trail, next));
    }
    return finished;
}

Result<bool> Changes::audit_owners() {
    for (const bool archived : {false, true}) {
        if (auto opened = open_owners(archived); !opened) {
            return Failure(std::move(opened).error());
        }
    }
    if (auto done = drain(); !done) return Failure(std::move(done).error());
    // There is always somebody: none at all means that they may not be read.
    if (gathering_.owners.empty()) return true;
    picture_.owners = gathering_.owners;
    return true;
}

Result<bool> Changes::audit_associations() {
    const std::string place = cursor(kAssociationsCursor);
    const std::size_t a_thousand = scope_.contact_links ? 2 : 1;
    const std::size_t most =
        std::max<std::size_t>(audit_requests_left() / a_thousand, 1) * kLinkReadInputs;
    if (place != kTail) {
        const std::string last = doubt_links(place, most);
        if (!last.empty()) {
            cursors_.insert_or_assign(std::string(kAssociationsCursor), last);
            return false;
        }
        const std::size_t spent = pages(belonging_.contacts.size(), kLinkReadInputs) * a_thousand;
        const std::size_t tail = pages(belonging_.emails.size(), kBatchInputs) +
                                 pages(belonging_.owners.size(), kSearchValues) + 1;
        if (!place.empty() || spent + tail > audit_requests_left()) {
            cursors_.insert_or_assign(std::string(kAssociationsCursor), kTail);
            return false;
        }
    }
    doubt_references();
    cursors_.erase(std::string(kAssociationsCursor));
    return true;
}

// Calls the links of at most so many contacts behind `place` into question. Returns the last of
// them, empty when there are no more behind it.
std::string Changes::doubt_links(const std::string& place, std::size_t most) {
    std::size_t count = 0;
    std::string last;
    for (auto id = belonging_.contacts.upper_bound(place); id != belonging_.contacts.end(); ++id) {
        if (count++ == most) return last;
        picture_.links_known.erase(*id);
        picture_.tasks_known.erase(*id);
        last = *id;
    }
    return {};
}

// Calls into question who has the addresses that people refer to, which tasks persons own, and
// whether a task without contacts still has none.
void Changes::doubt_references() {
    picture_.trusts_emails = false;
    picture_.emails_known.clear();
    picture_.owners_searched.clear();
    if (!scope_.people_list) return;
    for (const std::string& task : belonging_.tasks) {
        const auto contacts = picture_.contacts_of.find(task);
        if (contacts == picture_.contacts_of.end() || contacts->second.empty()) {
            picture_.contacts_known.erase(task);
        }
    }
}

std::string Changes::cursor(std::string_view name) const {
    const auto found = request_.cursors.find(name);
    return found == request_.cursors.end() ? std::string() : found->second;
}

}  // namespace mentorsync::hubspot

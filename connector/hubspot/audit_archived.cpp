#include <algorithm>

#include "connector/hubspot/changes.hpp"
#include "connector/hubspot/errors.hpp"

namespace mentorsync::hubspot {

// Archived lists have no order and no filter, so they are read whole, in pages over as many pulls
// as the budget takes. Source: supaglue-labs/supaglue#616.
Result<bool> Changes::audit_archived() {
    Sweep sweep = parse_sweep(cursor(kArchivedCursor));
    std::size_t left = std::max<std::size_t>(audit_requests_left(), 1);
    while (sweep.stage != Sweep::Stage::Done) {
        if (sweep.stage == Sweep::Stage::LiveContacts && sweep.after.empty()) {
            const auto missing = some_contacts_are_missing();
            if (!missing) return Failure(missing.error());
            left -= std::min<std::size_t>(left, 1);
            if (!*missing) break;
        }
        if (left-- == 0) {
            cursors_.insert_or_assign(std::string(kArchivedCursor), format_sweep(sweep));
            return false;
        }
        if (auto turned = turn_page(sweep); !turned) return Failure(std::move(turned).error());
    }
    cursors_.erase(std::string(kArchivedCursor));
    return true;
}

// Erased contacts are in no list. Where everybody is pulled, a total that is too small tells of
// them; elsewhere memberships, links and addresses do.
Result<bool> Changes::some_contacts_are_missing() {
    if (auto settled = settle(); !settled) return Failure(std::move(settled).error());
    IndexMark mark;
    look_at_index(RecordKind::Contact, mark);
    if (auto done = drain(); !done) return Failure(std::move(done).error());
    return mark.total && *mark.total < picture_.contacts.size();
}

Result<void> Changes::turn_page(Sweep& sweep) {
    const bool live = sweep.stage == Sweep::Stage::LiveContacts;
    const RecordKind kind =
        sweep.stage == Sweep::Stage::ArchivedTasks ? RecordKind::Task : RecordKind::Contact;
    Call call{.endpoint = Endpoint::ListRecords,
              .parts = {.type = kind},
              .query = {{"limit", std::to_string(kListPage)},
                        {"archived", live ? "false" : "true"},
                        {"properties", "hs_object_id"}}};
    if (!sweep.after.empty()) call.query.push_back({"after", sweep.after});
    const Reply reply = client_.send(call, stop_);
    if (!reply.answer) {
        const ErrorCode code = reply.answer.error().code;
        const bool stale = code == ErrorCode::Rejected || code == ErrorCode::NotFound;
        if (!stale || sweep.after.empty()) return Failure(reply.answer.error());
        // The place was kept since an earlier pull, and is none any more.
        sweep.after.clear();
        sweep.last_id.clear();
        return {};
    }
    const auto page = decode_records(kind, reply.answer->body);
    const std::string after = decode_after(reply.answer->body);
    if (!page || (!after.empty() && after == sweep.after)) {
        return Failure(bad_shape(Endpoint::ListRecords, client_.version(), "/results",
                                 "there is no array, or the pages go in a circle"));
    }
    if (live) {
        doubt_skipped(sweep, *page, after.empty());
    } else {
        for (const CrmRecord& record : page->records) doubt_archived(kind, record.id.text());
    }
    sweep.after = after;
    if (after.empty()) sweep = next_stage(sweep);
    return {};
}

void Changes::doubt_archived(RecordKind kind, const std::string& id) {
    if (!picture_.records(kind).contains(id)) return;
    (kind == RecordKind::Contact ? doubtful_contacts_ : doubtful_records_).insert(id);
}

// Lists of live records run by id: who is between two of a page, or two pages, and is not on it, is
// asked for.
void Changes::doubt_skipped(Sweep& sweep, const RecordPage& page, bool is_last) {
    Ids shown;
    std::string last = sweep.last_id;
    for (const CrmRecord& record : page.records) {
        shown.insert(record.id.text());
        if (last.empty() || is_smaller_id(last, record.id.text())) last = record.id.text();
    }
    for (const auto& [id, contact] : picture_.contacts) {
        const bool before = !sweep.last_id.empty() && !is_smaller_id(sweep.last_id, id);
        const bool behind = !is_last && (last.empty() || is_smaller_id(last, id));
        if (!before && !behind && !shown.contains(id)) doubtful_contacts_.insert(id);
    }
    sweep.last_id = last;
}

Sweep Changes::next_stage(const Sweep& sweep) const {
    switch (sweep.stage) {
        case Sweep::Stage::ArchivedContacts: return {Sweep::Stage::ArchivedTasks, {}, {}};
        case Sweep::Stage::ArchivedTasks:
            return {scope_.people_list ? Sweep::Stage::Done : Sweep::Stage::LiveContacts, {}, {}};
        case Sweep::Stage::LiveContacts:
        case Sweep::Stage::Done: break;
    }
    return {Sweep::Stage::Done, {}, {}};
}

}  // namespace mentorsync::hubspot

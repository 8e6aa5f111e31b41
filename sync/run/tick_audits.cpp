// What a tick looks at again of what was told, and what that came to.

#include <algorithm>

#include "sync/run/tick_state.hpp"

namespace mentorsync {

namespace {

constexpr std::chrono::days kSweepEvery{7};
constexpr char kOrphans[] = "orphans";

// What the CRM breaks off goes on with the next tick.
Result<void> unless_ours(const Error& error) {
    if (error.code == ErrorCode::StoreFailed) return Failure(error);
    return {};
}

}  // namespace

Result<void> Tick::audit() {
    const auto audited = audit_notes(delivery_doors(), choice_.audit_requests, stop_);
    if (!audited) {
        report_.notes.finished = false;
        return unless_ours(audited.error());
    }
    report_.notes = *audited;
    return sweep();
}

std::size_t Tick::audit_requests_left() const {
    const std::size_t made = report_.notes.requests + report_.orphans.requests;
    return choice_.audit_requests - std::min(choice_.audit_requests, made);
}

Result<void> Tick::sweep() {
    if (doors_.state == nullptr) return {};
    const Instant now = doors_.clock.now();
    if (!view_.next_sweep) {
        const auto rows = doors_.state->audits();
        if (!rows) return Failure(rows.error());
        const auto last = std::ranges::find(*rows, kOrphans, &store::AuditRow::name);
        view_.next_sweep = (last == rows->end() ? now : last->finished) + kSweepEvery;
        begins_sweeping_ = last == rows->end();
    }
    if (now < *view_.next_sweep) return {};
    const auto swept = sweep_orphans(delivery_doors(), *doors_.state, view_.sweep_after,
                                     audit_requests_left(), stop_);
    if (!swept) {
        report_.orphans.finished = false;
        return unless_ours(swept.error());
    }
    report_.orphans = *swept;
    if (swept->finished) view_.next_sweep = now + kSweepEvery;
    return {};
}

std::vector<store::AuditRow> Tick::audits_made(Instant now) const {
    std::vector<store::AuditRow> rows = audit_rows(report_.pull, now);
    const auto add = [&](const char* name, const NoteAudit& audit) {
        if (!audit.finished || audit.requests == 0) return;
        rows.push_back({name, now, audit.requests, audit.found});
    };
    add("notes", report_.notes);
    add(kOrphans, report_.orphans);
    if (begins_sweeping_) rows.push_back({.name = kOrphans, .finished = now});
    return rows;
}

}  // namespace mentorsync

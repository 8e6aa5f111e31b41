// What a tick looks at again of what was told, and what that came to.

#include <algorithm>

#include "sync/run/tick_state.hpp"

namespace mentorsync {

namespace {

constexpr std::chrono::days kSweepEvery{7};
constexpr char kOrphans[] = "orphans";

}  // namespace

Result<void> Tick::audit() {
    const auto audited = audit_notes(delivery_doors(), choice_.audit_requests, stop_);
    if (!audited) return Failure(audited.error());
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
    // One further off was named by a clock that was ahead, and so was a sweep in the future.
    if (!view_.next_sweep || *view_.next_sweep > now + kSweepEvery) {
        const auto rows = doors_.state->audits();
        if (!rows) return Failure(rows.error());
        const auto last = std::ranges::find(*rows, kOrphans, &store::AuditRow::name);
        begins_sweeping_ = last == rows->end() || last->finished > now;
        view_.next_sweep = (begins_sweeping_ ? now : last->finished) + kSweepEvery;
    }
    if (now < *view_.next_sweep) return {};
    const auto swept = sweep_orphans(delivery_doors(), *doors_.state, view_.sweep_after,
                                     audit_requests_left(), stop_);
    if (!swept) return Failure(swept.error());
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

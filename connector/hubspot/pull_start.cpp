#include "connector/hubspot/pull.hpp"

namespace mentorsync::hubspot {

namespace {

// The name under which the sink keeps what the index showed when the pull began.
constexpr std::string_view kStartStream = "start";

}  // namespace

Result<void> Pull::mark_start() {
    // A pull that goes on after a crash began when its first page was read. One that had ended
    // already does not know any more when that was, and brings no cursors.
    const auto kept = sink_.resume_point(kStartStream);
    if (!kept) return Failure(kept.error());
    if (!*kept) return {};
    if (!(*kept)->empty()) {
        start_ = parse_start(**kept);
    } else {
        // The counts are advice: without one the pull chooses by what it knows, and brings no
        // cursors.
        look_at_index(RecordKind::Contact, start_.contacts);
        look_at_index(RecordKind::Task, start_.tasks);
        if (auto done = drain(); !done) return done;
        CrmPage page;
        page.stream = kStartStream;
        page.resume_after = format_start(start_);
        if (auto taken = sink_.take(page); !taken) return taken;
    }
    state_.all_contacts = start_.contacts.total;
    state_.all_tasks = start_.tasks.total;
    return {};
}

Result<void> Pull::mark_end() {
    CrmPage page;
    page.stream = kStartStream;
    return sink_.take(page);
}

}  // namespace mentorsync::hubspot

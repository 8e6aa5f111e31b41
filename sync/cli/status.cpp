#include <string>

#include "sync/cli/command.hpp"
#include "sync/cli/print_plan.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/plan_json.hpp"
#include "sync/run/portal_status.hpp"

namespace mentorsync::cli {

namespace {

template <class State>
std::string counts_text(const std::map<State, std::size_t>& counts) {
    std::string out;
    for (const auto& [state, count] : counts) {
        if (count == 0) continue;
        out += (out.empty() ? "" : ", ") + grouped(count) + " " + std::string(name_of(state));
    }
    return out.empty() ? "none" : out;
}

void print_row(const Console& console, std::string_view name, const std::string& text) {
    console.print("  " + padded(name, 14) + " " + text);
}

void print_daemon(const Console& console, const PortalStatus& status, Instant now) {
    if (!status.health) {
        print_row(console, "daemon", console.faint("has not run on this state yet"));
        return;
    }
    const store::Health& health = *status.health;
    const bool well = health.state == "ready";
    std::string text = well ? console.good(health.state) : console.warn(health.state);
    text += ", since " + time_since(health.since, now);
    if (!health.message.empty()) text += ": " + health.message;
    print_row(console, "daemon", text);
    if (health.next_try) print_row(console, "next try", to_iso8601(*health.next_try));
}

// How late a link that nobody's modified date shows can be seen.
void print_audits(const Console& console, const PortalStatus& status, Instant now) {
    if (status.audits.empty()) return;
    std::string text;
    for (const AuditStatus& audit : status.audits) {
        text += (text.empty() ? "" : ", ") + audit.row.name + " " +
                (audit.overdue ? console.warn(time_since(audit.row.finished, now))
                               : time_since(audit.row.finished, now));
    }
    print_row(console, "audits", text);
    print_row(console, "audit budget",
              grouped(status.audit_requests) + " of " + grouped(status.audit_budget) +
                  " requests an hour");
    for (const AuditStatus& audit : status.audits) {
        if (audit.row.name != name_of(Audit::Associations)) continue;
        const auto minutes =
            std::chrono::ceil<std::chrono::minutes>(audit.interval.value_or(std::chrono::hours(1)));
        print_row(console, "associations",
                  "compared " + time_since(audit.row.finished, now) + ", every " +
                      counted(static_cast<std::size_t>(minutes.count()), "minute"));
    }
}

void print_refused(const Console& console, const PortalStatus& status) {
    const std::size_t refused = status.parked_notes.size() + status.parked_properties.size();
    if (refused == 0) return;
    print_row(console, "refused",
              console.warn(counted(status.parked_notes.size(), "note") + " and " +
                           grouped(status.parked_properties.size()) + " properties") +
                  "; why: mentorsync notes");
}

void print_text(const Context& context, const PortalStatus& status) {
    const Console& console = context.console;
    const Instant now = context.clock.now();
    if (!status.portal.portal) {
        console.print(context.workspace.name() + ": was never synced; begin with: mentorsync plan");
        return;
    }
    console.print(console.bold(context.workspace.name()) + " (portal " +
                  status.portal.portal->text() + "), last complete sync " +
                  (status.portal.last_complete ? to_iso8601(*status.portal.last_complete) + ", " +
                                                     time_since(*status.portal.last_complete, now)
                                               : "never"));
    print_daemon(console, status, now);
    print_row(console, "relationships",
              counted(status.counts.pairs, "pair") + ", " +
                  counted(status.counts.groups, "peer group") +
                  ", people in them: " + grouped(status.counts.people));
    print_row(console, "tasks", counts_text(status.counts.tasks));
    print_row(console, "notes", counts_text(status.counts.notes));
    if (status.next_slot) print_row(console, "next notes", to_iso8601(*status.next_slot));
    if (status.counts.properties_waiting > 0) {
        print_row(console, "properties",
                  grouped(status.counts.properties_waiting) + " wait to be written");
    }
    print_refused(console, status);
    print_audits(console, status, now);
    print_accounting(console, status.accounting);
}

}  // namespace

ExitCode status(const Context& context) {
    const auto state = context.workspace.looked_at_state();
    if (!state) return report(context, state.error());
    const auto status = load_status(**state, context.workspace.portal_settings(),
                                    context.workspace.mapping().programme(), context.clock.now());
    if (!status) return report(context, status.error());
    if (context.options.json) {
        context.console.print(status_document(head_of(context), *status));
    } else {
        print_text(context, *status);
    }
    return needs_attention(*status) ? ExitCode::DoneWithFailingRecords : ExitCode::Done;
}

}  // namespace mentorsync::cli

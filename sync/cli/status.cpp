#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/print_plan.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/plan_json.hpp"
#include "sync/run/sync_json.hpp"

namespace mentorsync::cli {

namespace {

struct Facts {
    store::PortalState portal;
    store::Counts counts;
    store::Accounting accounting;
};

Result<Facts> load(Workspace& workspace) {
    const auto state = workspace.state();
    if (!state) return Failure(state.error());
    const auto portal = (*state)->portal();
    if (!portal) return Failure(portal.error());
    const auto counts = (*state)->counts();
    if (!counts) return Failure(counts.error());
    const auto accounting = (*state)->accounting();
    if (!accounting) return Failure(accounting.error());
    return Facts{*portal, *counts, *accounting};
}

void print_json(const Context& context, const Facts& facts) {
    json::Writer writer(json::Writer::Layout::Indented);
    writer.begin_object().member("schema", "mentorsync.status/1");
    writer.member("portal", context.workspace.name());
    writer.key("portal_id");
    facts.portal.portal ? writer.string(facts.portal.portal->text()) : writer.null();
    writer.key("last_complete_sync");
    facts.portal.last_complete ? writer.string(to_iso8601(*facts.portal.last_complete))
                               : writer.null();
    writer.member("pairs", facts.counts.pairs).member("peer_groups", facts.counts.groups);
    writer.member("people", facts.counts.people);
    writer.key("tasks").begin_object();
    for (const auto& [state, count] : facts.counts.tasks) writer.member(name_of(state), count);
    writer.end_object().key("notes").begin_object();
    for (const auto& [state, count] : facts.counts.notes) writer.member(name_of(state), count);
    writer.end_object();
    writer.member("properties_waiting", facts.counts.properties_waiting);
    writer.key("records");
    write_accounting(writer, facts.accounting);
    writer.end_object();
    context.console.print(writer.text());
}

template <class State>
std::string listed(const std::map<State, std::size_t>& counts) {
    std::string out;
    for (const auto& [state, count] : counts) {
        if (count == 0) continue;
        out += (out.empty() ? "" : ", ") + grouped(count) + " " + std::string(name_of(state));
    }
    return out.empty() ? "none" : out;
}

void print_text(const Context& context, const Facts& facts) {
    const Console& console = context.console;
    if (!facts.portal.portal) {
        console.print(context.workspace.name() + ": was never synced; begin with: mentorsync plan");
        return;
    }
    console.print(console.bold(context.workspace.name()) + " (portal " +
                  facts.portal.portal->text() + "), last complete sync " +
                  (facts.portal.last_complete ? to_iso8601(*facts.portal.last_complete) : "never"));
    console.print("  relationships  " + counted(facts.counts.pairs, "pair") + ", " +
                  counted(facts.counts.groups, "peer group") +
                  ", people in them: " + grouped(facts.counts.people));
    console.print("  tasks          " + listed(facts.counts.tasks));
    console.print("  notes          " + listed(facts.counts.notes));
    if (facts.counts.properties_waiting > 0) {
        console.print("  properties     " + grouped(facts.counts.properties_waiting) +
                      " wait to be written");
    }
    print_accounting(console, facts.accounting);
}

}  // namespace

ExitCode status(const Context& context) {
    const auto facts = load(context.workspace);
    if (!facts) return report(context, facts.error());
    context.options.json ? print_json(context, *facts) : print_text(context, *facts);
    return facts->accounting.failing.empty() ? ExitCode::Done : ExitCode::DoneWithFailingRecords;
}

}  // namespace mentorsync::cli

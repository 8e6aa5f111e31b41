#include <string>

#include "sync/cli/command.hpp"
#include "sync/cli/print_plan.hpp"
#include "sync/cli/progress_line.hpp"
#include "sync/run/saved_plan.hpp"

namespace mentorsync::cli {

namespace {

void print_next_step(const Context& context, const Proposal& proposal) {
    const Console& console = context.console;
    console.print("");
    if (!proposal.brakes.empty()) {
        console.print(console.warn("Needs your consent") + " before anything is written:");
        for (const Brake& brake : proposal.brakes) console.print("  - " + brake.reason);
        console.print("To carry this out: mentorsync sync --accept " +
                      console.bold(proposal.acceptance));
    } else if (proposal.plan.actions.empty()) {
        console.print(console.good("Nothing to do.") + " The CRM and the state agree.");
    } else {
        console.print("To carry this out: mentorsync sync");
    }
}

}  // namespace

ExitCode plan(const Context& context, const PlanOptions& options) {
    const auto proposal = [&] {
        ProgressLine progress(context.console, context.clock);
        return context.workspace.plan(progress, context.stop);
    }();
    if (!proposal) return report(context, proposal.error());
    if (!options.out.empty()) {
        const auto saved = save_plan(options.out, context.workspace.name(), *proposal);
        if (!saved) return report(context, saved.error());
    }
    if (context.options.json) {
        context.console.print(plan_document(head_of(context), *proposal));
    } else {
        print_proposal(context.console, context.workspace.name(), *proposal);
        print_next_step(context, *proposal);
    }
    const bool changes = !proposal->plan.actions.empty();
    return options.exit_code && changes ? ExitCode::ChangesPresent : ExitCode::Done;
}

}  // namespace mentorsync::cli

#include <string>

#include "sync/cli/command.hpp"
#include "sync/cli/print_plan.hpp"
#include "sync/cli/progress_line.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/beside.hpp"
#include "sync/run/saved_plan.hpp"
#include "sync/run/sync_json.hpp"

namespace mentorsync::cli {

namespace {

void print_text(const Context& context, const SyncReport& done) {
    const Console& console = context.console;
    const DeliveryReport& delivery = done.delivery;
    const PlanCounts counts = count(done.proposal.plan);
    const bool idle = done.proposal.plan.actions.empty() && delivery.notes_done == 0 &&
                      delivery.properties_set == 0;
    console.print("Synced " + console.bold(context.workspace.name()) + " (portal " +
                  done.proposal.account.portal.text() +
                  "): " + counted(done.proposal.pull.records, "record") + " read in " +
                  counted(done.proposal.pull.requests, "request"));
    if (idle) {
        console.print("  " + console.good("nothing to do") + ": nothing was written");
    } else {
        console.print("  relationships   " + std::to_string(counts.relationships_new) + " new, " +
                      std::to_string(counts.relationships_changed) + " changed, " +
                      std::to_string(counts.relationships_ended) + " ended");
        console.print("  learning tasks  " + std::to_string(counts.tasks_new) + " new, " +
                      std::to_string(counts.tasks_changed) + " changed, " +
                      std::to_string(counts.tasks_dropped) + " ended");
        console.print("  CRM             " +
                      counted(static_cast<std::size_t>(delivery.notes_done), "note") +
                      " written, properties set: " + std::to_string(delivery.properties_set));
    }
    if (delivery.notes_parked > 0) {
        console.print("  " +
                      console.warn(std::to_string(delivery.notes_parked) + " notes were refused") +
                      "; see: mentorsync notes");
    }
    const store::Accounting accounting = done.proposal.accounting();
    context.options.verbose ? print_accounting(console, accounting)
                            : print_accounting_line(console, accounting);
}

ExitCode ended(const Context& context, const std::optional<Error>& stopped, bool attention) {
    if (stopped) {
        context.console.error(stopped->message +
                              "; what was not told to the CRM goes on with the next sync");
        return exit_code_of(stopped->code);
    }
    return attention ? ExitCode::DoneWithFailingRecords : ExitCode::Done;
}

// The daemon holds the state: it does the sync, and tells how it went.
ExitCode sync_beside(const Context& context, const Consent& consent) {
    const std::string argument = consent.plan_hash
                                     ? request_argument("plan", *consent.plan_hash)
                                     : request_argument("accept", consent.acceptance.value_or(""));
    const auto document = context.workspace.ask_daemon(kSyncRequest, argument, context.stop);
    if (!document) return report(context, document.error());
    const auto outcome = read_sync_outcome(*document);
    if (!outcome) return report(context, outcome.error());
    if (context.options.json) {
        context.console.print(*document);
    } else {
        context.console.print("The daemon synced " + context.console.bold(outcome->portal) +
                              " (portal " + outcome->portal_id +
                              "): " + counted(outcome->records, "record") + " read in " +
                              counted(outcome->requests, "request"));
        context.console.print(
            "  CRM             " +
            counted(static_cast<std::size_t>(outcome->notes_written), "note") +
            " written, properties set: " + std::to_string(outcome->properties_set));
    }
    return ended(context, outcome->stopped, outcome->failing > 0 || outcome->parked > 0);
}

}  // namespace

ExitCode sync(const Context& context, const SyncOptions& options) {
    Consent consent{.acceptance = options.accept, .plan_hash = std::nullopt};
    if (!options.plan.empty()) {
        auto hash = load_plan_hash(options.plan, context.workspace.name());
        if (!hash) return report(context, hash.error());
        consent.plan_hash = *std::move(hash);
    }
    const auto done = [&] {
        ProgressLine progress(context.console, context.clock);
        return context.workspace.sync(consent, progress, context.stop);
    }();
    if (!done && done.error().error.code == ErrorCode::StoreLocked) {
        return sync_beside(context, consent);
    }
    if (!done) return report(context, done.error());
    if (context.options.json) {
        context.console.print(sync_json(context.workspace.name(), *done));
    } else {
        print_text(context, *done);
    }
    if (done->unclean_backups) return report(context, *done->unclean_backups);
    const bool attention = !done->proposal.accounting().failing.empty() ||
                           done->delivery.notes_parked > 0 || done->delivery.properties_parked > 0;
    return ended(context, done->delivery.stopped, attention);
}

}  // namespace mentorsync::cli

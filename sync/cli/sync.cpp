#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/print_plan.hpp"
#include "sync/cli/progress_line.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/saved_plan.hpp"

namespace mentorsync::cli {

namespace {

void write_delivery(json::Writer& writer, const DeliveryReport& delivery) {
    writer.key("delivery").begin_object();
    writer.member("notes_written", delivery.notes_done);
    writer.member("notes_gone", delivery.notes_gone);
    writer.member("notes_parked", delivery.notes_parked);
    writer.member("properties_set", delivery.properties_set);
    writer.member("properties_parked", delivery.properties_parked);
    writer.key("stopped");
    if (delivery.stopped) {
        writer.begin_object().member("code", name_of(delivery.stopped->code));
        writer.member("message", delivery.stopped->message).end_object();
    } else {
        writer.null();
    }
    writer.end_object();
}

void print_json(const Context& context, const SyncReport& done) {
    json::Writer writer;
    writer.begin_object().member("schema", "mentorsync.sync/1");
    writer.member("portal", context.workspace.name());
    write_proposal(writer, done.proposal);
    write_delivery(writer, done.delivery);
    writer.end_object();
    context.console.print(writer.text());
}

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
    print_accounting(console, done.proposal.accounting());
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
    if (!done) return report(context, done.error());
    context.options.json ? print_json(context, *done) : print_text(context, *done);
    if (done->delivery.stopped) {
        context.console.error(done->delivery.stopped->message +
                              "; what was not told to the CRM goes on with the next sync");
        return exit_code_of(done->delivery.stopped->code);
    }
    const bool attention = !done->proposal.accounting().failing.empty() ||
                           done->delivery.notes_parked > 0 || done->delivery.properties_parked > 0;
    return attention ? ExitCode::DoneWithFailingRecords : ExitCode::Done;
}

}  // namespace mentorsync::cli

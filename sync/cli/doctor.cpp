#include "sync/run/doctor.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/progress_line.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/doctor_host.hpp"
#include "sync/run/doctor_network.hpp"
#include "sync/run/write_test.hpp"

namespace mentorsync::cli {

namespace {

using Facts = std::optional<WriteTestReport>;

void append(Diagnosis& diagnosis, Diagnosis more) {
    std::ranges::move(more, std::back_inserter(diagnosis));
}

bool has_failed(const Diagnosis& diagnosis) {
    return worst(diagnosis) == Verdict::Fail;
}

// From the network inwards: without a host there are no credentials to try.
Diagnosis examine(const Context& context) {
    Workspace& workspace = context.workspace;
    const std::string& file = workspace.settings().file;
    const Instant now = context.clock.now();
    Diagnosis diagnosis = examine_host(workspace.settings(), workspace.name(), now);
    if (workspace.portal_settings().kind == CrmKind::Host) {
        diagnosis.push_back({.check = "crm",
                             .what = "its records are handed in by a program that loads "
                                     "libmentorsync; nothing else is asked"});
        return diagnosis;
    }
    Diagnosis network = examine_network(workspace.portal_settings(), file, now);
    const bool reachable = !has_failed(network);
    append(diagnosis, std::move(network));

    const auto session = workspace.crm();
    if (!session) {
        diagnosis.push_back(failed_check("credentials", session.error()));
        return diagnosis;
    }
    if (!reachable) return diagnosis;
    const auto state = workspace.state();
    ProgressLine progress(context.console, context.clock);
    append(diagnosis, examine_portal({.settings = workspace.portal_settings(),
                                      .mapping = workspace.mapping(),
                                      .crm = (*session)->reader(),
                                      .probe = (*session)->probe(),
                                      .traffic = (*session)->traffic(),
                                      .state = state ? *state : nullptr,
                                      .clock = context.clock,
                                      .observer = progress},
                                     context.stop));
    return diagnosis;
}

Result<WriteTestReport> try_writes(const Context& context, const DoctorOptions& options) {
    const auto session = context.workspace.crm();
    if (!session) return Failure(session.error());
    WriteTestOptions test;
    test.rounds = options.rounds;
    if (!options.contact.empty()) {
        if (!is_crm_id(options.contact)) {
            return fail(ErrorCode::InvalidArgument, "--contact needs an id of digits");
        }
        test.contact = RecordId(options.contact);
    }
    return run_write_test({.reader = (*session)->reader(),
                           .writer = (*session)->writer(),
                           .admin = (*session)->admin(),
                           .auditor = (*session)->auditor(),
                           .probe = (*session)->probe(),
                           .clock = context.clock},
                          test, context.stop);
}

std::string label(const Console& console, Verdict verdict) {
    std::string text = padded(name_of(verdict), 4);
    switch (verdict) {
        case Verdict::Ok: return console.good(text);
        case Verdict::Warn: return console.warn(text);
        case Verdict::Fail: return console.bad(text);
    }
    return text;
}

void print_text(const Context& context, const Diagnosis& diagnosis, const Facts& tested) {
    const Console& console = context.console;
    console.print(console.bold(context.workspace.name()));
    for (const Finding& finding : diagnosis) {
        console.print("  " + label(console, finding.verdict) + "  " + padded(finding.check, 20) +
                      "  " + finding.what);
        if (!finding.fix.empty()) console.print("        " + console.faint("-> " + finding.fix));
    }
    if (!tested) return;
    console.print(
        "The write test made " + counted(tested->created, "note") + " and removed " +
        (tested->left.empty() ? "them all:" : "all but " + grouped(tested->left.size()) + ":"));
    for (const Fact& fact : tested->facts) {
        console.print("  " + label(console, fact.verdict) + "  " + padded(fact.name, 20) + "  " +
                      padded(fact.answer, 10) + "  " + fact.says);
    }
    for (const RecordId& note : tested->left) {
        console.print("  " + label(console, Verdict::Warn) + "  remove note " + note.text() +
                      " in the CRM; no contact carries it");
    }
}

void print_json(const Context& context, const Diagnosis& diagnosis, const Facts& tested) {
    json::Writer writer(json::Writer::Layout::Indented);
    writer.begin_object().member("schema", "mentorsync.doctor/1");
    writer.member("portal", context.workspace.name());
    writer.member("verdict", name_of(worst(diagnosis))).key("checks").begin_array();
    for (const Finding& finding : diagnosis) {
        writer.begin_object().member("check", finding.check);
        writer.member("verdict", name_of(finding.verdict)).member("what", finding.what);
        writer.member("fix", finding.fix).end_object();
    }
    writer.end_array().key("write_test");
    if (!tested) {
        writer.null();
    } else {
        writer.begin_object();
        for (const Fact& fact : tested->facts) writer.member(fact.name, fact.answer);
        writer.end_object();
    }
    writer.end_object();
    context.console.print(writer.text());
}

ExitCode exit_code(const Context& context, const Diagnosis& diagnosis, const Facts& tested) {
    const auto failed = std::ranges::find(diagnosis, Verdict::Fail, &Finding::verdict);
    if (failed != diagnosis.end()) {
        context.console.error(failed->check + ": " + failed->what);
        return failed->code ? exit_code_of(*failed->code) : ExitCode::Failed;
    }
    if (tested && tested->stopped) {
        context.console.error("write test: " + tested->stopped->message);
        return exit_code_of(tested->stopped->code);
    }
    const bool answered_badly =
        tested &&
        (!tested->left.empty() ||
         std::ranges::find(tested->facts, Verdict::Fail, &Fact::verdict) != tested->facts.end());
    return worst(diagnosis) == Verdict::Warn || answered_badly ? ExitCode::DoneWithFailingRecords
                                                               : ExitCode::Done;
}

}  // namespace

ExitCode doctor(const Context& context, const DoctorOptions& options) {
    const Diagnosis diagnosis = examine(context);
    Facts tested;
    if (options.write_test && !has_failed(diagnosis)) {
        auto report_of_test = try_writes(context, options);
        if (!report_of_test) return report(context, report_of_test.error());
        tested = *std::move(report_of_test);
        const auto kept =
            keep_facts(context.workspace.settings(), context.workspace.name(), *tested);
        if (!kept) return report(context, kept.error());
    }
    context.options.json ? print_json(context, diagnosis, tested)
                         : print_text(context, diagnosis, tested);
    return exit_code(context, diagnosis, tested);
}

}  // namespace mentorsync::cli

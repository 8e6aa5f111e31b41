#include "sync/run/person.hpp"

#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"
#include "sync/run/backups.hpp"
#include "sync/run/beside.hpp"
#include "sync/run/erase_backups.hpp"
#include "sync/run/seal_key.hpp"

namespace mentorsync::cli {

namespace {

// Contact ids are a portal's own: without its name they could mean somebody else.
Result<RecordId> contact_of(const Context& context, const PersonOptions& options) {
    if (!is_crm_id(options.contact)) {
        return fail(ErrorCode::InvalidArgument, "a contact is named by its id, of digits");
    }
    if (context.options.portal.empty() && context.workspace.settings().portals.size() > 1) {
        return fail(ErrorCode::InvalidArgument, "say of which portal: --portal NAME");
    }
    return RecordId(options.contact);
}

struct Forgotten {
    PersonalFacts facts;      // that were removed from the state
    std::size_t backups = 0;  // in which the person was erased too
};

// In the state: by ourselves, or by the daemon that holds it.
Result<void> erase_in_state(const Context& context, const RecordId& contact) {
    const auto state = context.workspace.locked_state();
    if (state) return (*state)->erase(contact, context.clock.now());
    if (state.error().code != ErrorCode::StoreLocked) return Failure(state.error());
    const auto answered = context.workspace.ask_daemon(
        kForgetRequest, request_argument("contact", contact.text()), context.stop);
    if (!answered) return Failure(answered.error());
    return {};
}

// Of the backups the daemon does not know that they are clean, and looks through them once more.
Result<std::size_t> erase_in_all_backups(const Context& context,
                                         const std::shared_ptr<const store::Sealer>& sealer) {
    Workspace& workspace = context.workspace;
    const std::string folder = backups_folder(workspace.settings());
    const auto backups = list_backups(folder);
    if (!backups) return Failure(backups.error());
    const auto state = workspace.looked_at_state();
    if (!state) return Failure(state.error());
    const auto erase = erase_in_backups(folder, workspace.name(), sealer);
    if (auto done = erase(**state, context.clock.now()); !done) return Failure(done.error());
    return backups->size();
}

Result<Forgotten> forget_everywhere(const Context& context, const RecordId& contact,
                                    const std::shared_ptr<const store::Sealer>& sealer) {
    Workspace& workspace = context.workspace;
    const auto looked_at = workspace.looked_at_state();
    if (!looked_at) return Failure(looked_at.error());
    auto facts = (*looked_at)->about(contact);
    if (!facts) return Failure(facts.error());
    if (auto erased = erase_in_state(context, contact); !erased) return Failure(erased.error());
    const auto backups = erase_in_all_backups(context, sealer);
    if (!backups) return Failure(backups.error());
    return Forgotten{.facts = *std::move(facts), .backups = *backups};
}

void print_forgotten(const Context& context, const RecordId& contact, const Forgotten& done) {
    const auto sorts = sorts_of(done.facts);
    if (context.options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.forget/1");
        writer.member("portal", context.workspace.name()).member("contact", contact.text());
        writer.key("removed").begin_object();
        for (const auto& [sort, count] : sorts) writer.member(sort, count);
        writer.end_object().member("backups", done.backups).end_object();
        context.console.print(writer.text());
        return;
    }
    std::string removed;
    for (const auto& [sort, count] : sorts) {
        removed += (removed.empty() ? "" : ", ") + sort + ": " + grouped(count);
    }
    context.console.print("Contact " + contact.text() + " is forgotten (" +
                          (removed.empty() ? "nothing was stored" : removed) + "; in " +
                          counted(done.backups, "backup") + ").");
    context.console.print(
        context.console.warn("The CRM still has what it has.") +
        " mentorsync reads this contact no more; a rebuilt state would, unless the CRM has "
        "forgotten it too, or the contact has left the programme.");
}

}  // namespace

ExitCode forget(const Context& context, const PersonOptions& options) {
    const auto contact = contact_of(context, options);
    if (!contact) return report(context, contact.error());
    if (!options.yes) {
        return report(context, Error{ErrorCode::InvalidArgument,
                                     "forget removes everything about contact " + contact->text() +
                                         " here and in the backups, for good; look with: "
                                         "mentorsync export " +
                                         contact->text() + "; to do so: mentorsync forget " +
                                         contact->text() + " --yes"});
    }
    Workspace& workspace = context.workspace;
    const auto sealer = open_sealer(workspace.settings(), MissingKey::Make);
    if (!sealer) return report(context, sealer.error());
    const auto done = forget_everywhere(context, *contact, *sealer);
    if (!done) return report(context, done.error());
    const auto audited = append_audit(workspace.state_path(), **sealer,
                                      {.command = "forget",
                                       .portal = workspace.name(),
                                       .contact = *contact,
                                       .facts = done->facts.size(),
                                       .at = context.clock.now()});
    print_forgotten(context, *contact, *done);
    return audited ? ExitCode::Done : report(context, audited.error());
}

ExitCode export_person(const Context& context, const PersonOptions& options) {
    const auto contact = contact_of(context, options);
    if (!contact) return report(context, contact.error());
    Workspace& workspace = context.workspace;
    const auto state = workspace.looked_at_state();
    if (!state) return report(context, state.error());
    const auto facts = (*state)->about(*contact);
    if (!facts) return report(context, facts.error());
    const auto sealer = open_sealer(workspace.settings(), MissingKey::None);
    if (!sealer) return report(context, sealer.error());
    if (*sealer) {
        const auto audited = append_audit(workspace.state_path(), **sealer,
                                          {.command = "export",
                                           .portal = workspace.name(),
                                           .contact = *contact,
                                           .facts = facts->size(),
                                           .at = context.clock.now()});
        if (!audited) return report(context, audited.error());
    }
    context.console.print(export_json(workspace.name(), *contact, *facts));
    return ExitCode::Done;
}

}  // namespace mentorsync::cli

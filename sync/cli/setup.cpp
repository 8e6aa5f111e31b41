#include "sync/run/setup.hpp"

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"

namespace mentorsync::cli {

namespace {

void print_json(const Context& context, const CrmAccount& account,
                const std::vector<SetupItem>& items, const std::vector<SetupStep>& steps) {
    json::Writer writer(json::Writer::Layout::Indented);
    writer.begin_object().member("schema", "mentorsync.setup/1");
    writer.member("portal", context.workspace.name()).member("portal_id", account.portal.text());
    writer.key("missing").begin_array();
    for (const SetupItem& item : items) {
        writer.begin_object().member("item", describe(item)).member("why", item.why).end_object();
    }
    writer.end_array().key("created").begin_array();
    for (const SetupStep& step : steps) {
        if (step.created) writer.string(describe(step.item));
    }
    writer.end_array().end_object();
    context.console.print(writer.text());
}

void print_missing(const Context& context, const CrmAccount& account,
                   const std::vector<SetupItem>& items) {
    const Console& console = context.console;
    console.print("The mapping of " + console.bold(context.workspace.name()) + " needs " +
                  counted(items.size(), "thing") + " that portal " + account.portal.text() +
                  " does not have yet:");
    for (const SetupItem& item : items) {
        console.print("  " + console.good("+") + " " + describe(item));
        console.print("      " + console.faint(item.why));
    }
}

}  // namespace

ExitCode setup(const Context& context, const SetupOptions& options) {
    const auto account = context.workspace.account(context.stop);
    if (!account) return report(context, account.error());
    const auto schema = context.workspace.schema(context.stop);
    if (!schema) return report(context, schema.error());
    const auto items = missing_setup(context.workspace.mapping(), *schema);

    std::vector<SetupStep> steps;
    if (!context.options.json && !items.empty()) print_missing(context, *account, items);
    if (options.yes && !items.empty()) {
        auto created = context.workspace.create(items, context.stop);
        if (!created) return report(context, created.error());
        steps = *std::move(created);
    }
    if (context.options.json) {
        print_json(context, *account, items, steps);
    } else if (items.empty()) {
        context.console.print("Portal " + account->portal.text() +
                              " has everything that the mapping needs; nothing was created.");
    } else if (options.yes) {
        context.console.print(context.console.good("Created") + " in portal " +
                              account->portal.text() + ". Next: mentorsync check --online");
    } else {
        context.console.print("Nothing was created. To create this: mentorsync setup --yes");
    }
    return ExitCode::Done;
}

}  // namespace mentorsync::cli

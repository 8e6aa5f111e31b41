#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"

namespace mentorsync::cli {

ExitCode check(const Context& context, const CheckOptions& options) {
    // The files were read and found right before any command runs.
    if (options.online) {
        const auto schema = context.workspace.schema(context.stop);
        if (!schema) return report(context, schema.error());
        if (const auto rules = bind_mapping(context.workspace.mapping(), *schema); !rules) {
            return report(
                context, Obstacle{{ErrorCode::Configuration, "the mapping does not fit the portal"},
                                  rules.error()});
        }
    }
    if (context.options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.check/1");
        writer.member("portal", context.workspace.name()).member("online", options.online);
        writer.member("ok", true).end_object();
        context.console.print(writer.text());
        return ExitCode::Done;
    }
    context.console.print(context.console.good("ok") + "  " + context.workspace.name() +
                          (options.online ? ": the files are right, and the portal has everything "
                                            "that the mapping names"
                                          : ": the files are right; to hold the mapping against "
                                            "the portal: mentorsync check --online"));
    return ExitCode::Done;
}

}  // namespace mentorsync::cli

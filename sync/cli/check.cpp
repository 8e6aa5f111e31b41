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
        context.console.print(check_document(head_of(context), options.online));
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

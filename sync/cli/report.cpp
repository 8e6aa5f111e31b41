#include "sync/cli/command.hpp"

#include "mentorsync/json.hpp"

namespace mentorsync::cli {

ExitCode report(const Context& context, const Obstacle& obstacle) {
    context.console.obstacle(obstacle);
    if (context.options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.error/1");
        writer.member("portal", context.workspace.name());
        writer.member("code", name_of(obstacle.error.code));
        writer.member("message", obstacle.error.message);
        writer.key("faults").begin_array();
        for (const Fault& fault : obstacle.faults) writer.string(to_text(fault));
        writer.end_array().end_object();
        context.console.print(writer.text());
    }
    return exit_code_of(obstacle.error.code);
}

ExitCode report(const Context& context, const Error& error) {
    return report(context, Obstacle{error, {}});
}

}  // namespace mentorsync::cli

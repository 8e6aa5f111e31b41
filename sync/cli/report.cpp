#include "sync/cli/command.hpp"

#include "mentorsync/json.hpp"

namespace mentorsync::cli {

ExitCode report(const Console& console, const GlobalOptions& options, const std::string& portal,
                const Obstacle& obstacle) {
    console.obstacle(obstacle);
    if (options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.error/1");
        writer.member("portal", portal);
        writer.member("code", name_of(obstacle.error.code));
        writer.member("message", obstacle.error.message);
        writer.key("faults").begin_array();
        for (const Fault& fault : obstacle.faults) writer.string(to_text(fault));
        writer.end_array().end_object();
        console.print(writer.text());
    }
    return exit_code_of(obstacle.error.code);
}

ExitCode report(const Context& context, const Obstacle& obstacle) {
    return report(context.console, context.options, context.workspace.name(), obstacle);
}

ExitCode report(const Context& context, const Error& error) {
    return report(context, Obstacle{error, {}});
}

}  // namespace mentorsync::cli

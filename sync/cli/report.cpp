#include "sync/cli/command.hpp"

namespace mentorsync::cli {

ExitCode report(const Console& console, const GlobalOptions& options, const std::string& portal,
                const Obstacle& obstacle) {
    console.obstacle(obstacle);
    if (options.json) {
        console.print(error_document({json::Writer::Layout::Indented, portal}, obstacle));
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

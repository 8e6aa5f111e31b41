#include "sync/manual/definitions.hpp"

#include "sync/cli/commands.hpp"
#include "sync/daemon/arguments.hpp"

namespace mentorsync::manual {

Program command_program() {
    CLI::App app;
    cli::Arguments arguments;
    cli::define_commands(app, arguments);
    return outline(app);
}

Program daemon_program() {
    CLI::App app;
    daemon::Arguments arguments;
    daemon::define_arguments(app, arguments);
    return outline(app);
}

}  // namespace mentorsync::manual

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/run/consent.hpp"
#include "sync/run/login.hpp"
#include "sync/run/redirect_listener.hpp"

namespace mentorsync::cli {

namespace {

using namespace std::chrono_literals;

// How long a person has to sign in and agree.
constexpr std::chrono::milliseconds kPatience = 10min;

constexpr int kGlanceMilliseconds = 100;   // how often a stop is looked for
constexpr std::size_t kMostBytes = 8'192;  // of a line that a person pastes

// With --json standard output holds one document, so what people need goes to the other stream.
void tell(const Context& context, const std::string& text) {
    if (!context.options.json) {
        context.console.print(text);
    } else {
        std::fputs((text + "\n").c_str(), stderr);
    }
    std::fflush(stdout);
}

RedirectAnswer answer(const Login& login, std::string_view target, std::optional<Redirect>& taken) {
    auto redirect = parse_redirect(target);
    if (!redirect) return {.status = 404, .page = "There is nothing here.\n"};
    if (!login.is_ours(*redirect)) {
        return {.status = 400, .page = "This is not the answer to the login that is waiting.\n"};
    }
    taken = *std::move(redirect);
    return {.status = 200,
            .page = "mentorsync has its answer. Go on in the terminal; this page can be closed.\n",
            .last = true};
}

Result<Redirect> from_browser(const Context& context, const Login& login,
                              const OAuthSettings& settings) {
    auto listener = RedirectListener::open(settings.redirect_port);
    if (!listener) return Failure(listener.error());
    tell(context,
         "Open this address in a browser on this machine, and permit the app there:\n\n  " +
             login.address() +
             "\n\nOn a server without a browser, stop this and run: mentorsync login "
             "--code-from-stdin\nWaiting for the answer on port " +
             std::to_string(listener->port()) + " ...");
    std::optional<Redirect> taken;
    const auto served =
        listener->serve([&](std::string_view target) { return answer(login, target, taken); },
                        kPatience, context.stop);
    if (!served) return Failure(served.error());
    return *std::move(taken);
}

// The next line of standard input, or what there is of one at its end. A line that is too long
// stays too long. Signals only ask to stop, and would not end a read that waits; a read of more
// than a byte could take the beginning of the next line, which is for another portal.
Result<std::string> read_line(const std::stop_token& stop) {
    std::string line;
    line.reserve(kMostBytes + 1);  // what grows leaves copies behind
    while (line.size() <= kMostBytes) {
        if (stop.stop_requested()) {
            wipe(line);
            return fail(ErrorCode::Cancelled, "stopped before an address came");
        }
        pollfd watched{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        if (::poll(&watched, 1, kGlanceMilliseconds) <= 0) continue;
        char byte = '\0';
        const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (count <= 0 && line.empty()) {
            return fail(ErrorCode::InvalidArgument, "no address came on standard input");
        }
        if (count <= 0 || byte == '\n') break;
        line += byte;
    }
    return line;
}

Result<Redirect> from_stdin(const Context& context, const Login& login) {
    tell(context, "Open this address in any browser, and permit the app there:\n\n  " +
                      login.address() +
                      "\n\nThe browser is then sent to an address that begins with\n"
                      "http://localhost and that it cannot show. Paste that address here, and "
                      "press Enter:");
    auto line = read_line(context.stop);
    if (!line) return Failure(line.error());
    while (!line->empty() && (line->back() == '\r' || line->back() == ' ')) line->pop_back();
    auto redirect = parse_redirect(*line);
    wipe(*line);
    return redirect;
}

void print_done(const Context& context, const PortalId& portal) {
    if (context.options.json) {
        json::Writer writer(json::Writer::Layout::Indented);
        writer.begin_object().member("schema", "mentorsync.login/1");
        writer.member("portal", context.workspace.name());
        writer.member("portal_id", portal.text()).end_object();
        context.console.print(writer.text());
        return;
    }
    context.console.print(context.console.good("Permitted") + ": " + context.workspace.name() +
                          " may use portal " + portal.text() +
                          ". The token is stored, sealed.\nNext: mentorsync check --online. A "
                          "running daemon takes it up by itself within 15 minutes, or at once "
                          "after: systemctl reload mentorsyncd");
}

}  // namespace

ExitCode login(const Context& context, const LoginOptions& options) {
    const Settings& settings = context.workspace.settings();
    const PortalSettings& portal = context.workspace.portal_settings();
    auto asked = Login::open(portal, settings.file);
    if (!asked) return report(context, asked.error());
    // Before anybody is sent anywhere: a state that cannot be written would waste the consent.
    const auto state = open_state_for_consent(settings, portal.name);
    if (!state) return report(context, state.error());
    const auto redirect = options.code_from_stdin ? from_stdin(context, *asked)
                                                  : from_browser(context, *asked, *portal.oauth);
    if (!redirect) return report(context, redirect.error());
    const auto tokens = asked->finish(*redirect, context.stop);
    if (!tokens) return report(context, tokens.error());
    const auto kept = keep_tokens(*tokens, portal, settings, **state, context.clock, context.stop);
    if (!kept) return report(context, kept.error());
    print_done(context, *kept);
    return ExitCode::Done;
}

}  // namespace mentorsync::cli

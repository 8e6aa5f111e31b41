#include "sync/daemon/daemon.hpp"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "sync/daemon/crash_loop.hpp"
#include "sync/daemon/http_server.hpp"
#include "sync/daemon/metrics.hpp"
#include "sync/daemon/service_manager.hpp"
#include "sync/run/service.hpp"
#include "sync/run/stop_on_signal.hpp"

namespace mentorsync::daemon {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

// What is under way ends within two seconds of a stop; this is for what does not.
constexpr milliseconds kDrain = 4'500ms;
constexpr milliseconds kSafeTime = 15min;
// Longer than the window of a crash loop.
constexpr milliseconds kSteadyAfter = 2min;
constexpr timespec kHeartbeat{.tv_sec = 0, .tv_nsec = 500'000'000};

sigset_t awaited_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    return signals;
}

ExitCode refuse(Log& log, const Obstacle& obstacle) {
    for (const Fault& fault : obstacle.faults) log.write(LogLevel::Error, to_text(fault));
    log.write(LogLevel::Error, obstacle.error.message);
    return exit_code_of(obstacle.error.code);
}

// "3 portals: 2 ready, 1 limited"
std::string status_of(const Board& board) {
    std::map<PortalMood, int> moods;
    int portals = 0;
    for (const auto& [name, portal] : board.read()) {
        ++moods[portal.mood];
        ++portals;
    }
    std::string text = std::to_string(portals) + (portals == 1 ? " portal" : " portals");
    const char* before = ": ";
    for (const auto& [mood, count] : moods) {
        text += before + std::to_string(count) + " " + std::string(name_of(mood));
        before = ", ";
    }
    return text;
}

class Daemon {
public:
    Daemon(const DaemonOptions& options, Service& service, const CrashLoop& crashes,
           SystemClock& clock, Log& log)
        : options_(options), service_(service), crashes_(crashes), clock_(clock), log_(log) {}

    // Until somebody asks to stop. Returns whether everything ended in order.
    bool serve() {
        const auto began = clock_.elapsed();
        status_ = status_of(service_.board());
        manager_.tell_ready(status_);
        log_.write(LogLevel::Info, "event=started version=" + options_.version + " portals=" +
                                       std::to_string(service_.configuration().portals.size()));
        const sigset_t signals = awaited_signals();
        for (;;) {
            const int signal = sigtimedwait(&signals, nullptr, &kHeartbeat);
            if (signal == SIGTERM || signal == SIGINT) break;
            if (signal == SIGHUP) reload();
            look_after();
            if (!is_steady_ && clock_.elapsed() - began > kSteadyAfter) {
                is_steady_ = true;
                crashes_.forget();
            }
        }
        manager_.tell_stopping();
        log_.write(LogLevel::Info, "event=stopping");
        return service_.stop(kDrain);
    }

private:
    // The watchdog is fed by the portals' own progress: one that hangs gets the daemon restarted.
    void look_after() {
        const auto patience = manager_.patience();
        if (patience && service_.longest_silence() < *patience * 3 / 4) manager_.feed_watchdog();
        std::string status = status_of(service_.board());
        if (status == status_) return;
        status_ = std::move(status);
        manager_.tell_status(status_);
    }

    void reload() {
        manager_.tell_reloading();
        auto configuration = load_configuration(options_.config, "");
        if (!configuration) {
            refuse(log_, configuration.error());
            log_.write(LogLevel::Error, "event=reload outcome=refused");
        } else if (const auto changed = service_.reconfigure(*std::move(configuration)); !changed) {
            log_.write(LogLevel::Error, changed.error().message);
            log_.write(LogLevel::Error, "event=reload outcome=refused");
        } else {
            log_.write(LogLevel::Info, "event=reload outcome=done");
        }
        status_ = status_of(service_.board());
        manager_.tell_ready(status_);
    }

    const DaemonOptions& options_;
    Service& service_;
    const CrashLoop& crashes_;
    SystemClock& clock_;
    Log& log_;
    ServiceManager manager_;
    std::string status_;
    bool is_steady_ = false;
};

// A server, or none where the settings want none.
Result<std::unique_ptr<HttpServer>> open_pages(const DaemonOptions& options, const Service& service,
                                               const Clock& clock) {
    const auto& http = service.configuration().settings.http;
    if (!http) return nullptr;
    const PageSources sources{.board = [&service] { return service.board().read(); },
                              .longest_silence = [&service] { return service.longest_silence(); },
                              .metrics =
                                  [&service, version = options.version] {
                                      return metrics_text(service.board().read(),
                                                          measure_process(service.state_path()),
                                                          version);
                                  },
                              .clock = &clock};
    return HttpServer::start(
        *http, [sources](const PageRequest& request) { return answer_page(request, sources); });
}

}  // namespace

void block_signals() noexcept {
    const sigset_t signals = awaited_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

ExitCode run_daemon(const DaemonOptions& options, SystemClock& clock, Log& log) {
    auto configuration = load_configuration(options.config, "");
    if (!configuration) return refuse(log, configuration.error());
    auto service = Service::open(*std::move(configuration), clock, log);
    if (!service) return refuse(log, {service.error(), {}});
    if (options.once) {
        const StopOnSignal signals;
        return (*service)->run_once(signals.token());
    }
    const auto server = open_pages(options, **service, clock);
    if (!server) return refuse(log, {server.error(), {}});
    const CrashLoop crashes((*service)->state_path());
    const bool is_looping = crashes.is_looping(clock.now());
    if (is_looping) {
        log.write(LogLevel::Error,
                  "event=crash_loop message=\"started five times within a minute; "
                  "writes nothing to the CRM for 15 minutes, or until somebody "
                  "runs: mentorsync sync\"");
    }
    (*service)->start(is_looping ? kSafeTime : 0ms);
    Daemon daemon(options, **service, crashes, clock, log);
    const bool is_drained = daemon.serve();
    crashes.forget();
    if (!is_drained) {
        // What was under way is in the store, as if the power had failed.
        log.write(LogLevel::Error, "event=stopped outcome=forced");
        std::_Exit(static_cast<int>(ExitCode::Failed));
    }
    log.write(LogLevel::Info, "event=stopped outcome=done");
    return ExitCode::Done;
}

}  // namespace mentorsync::daemon

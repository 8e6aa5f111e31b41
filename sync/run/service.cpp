#include "sync/run/service.hpp"

#include <atomic>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include "sync/run/backups.hpp"
#include "sync/run/crm_session.hpp"
#include "sync/run/erase_backups.hpp"
#include "sync/run/portal_service.hpp"
#include "sync/run/progress_clock.hpp"
#include "sync/run/seal_key.hpp"
#include "sync/store/portal_lock.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

std::function<double()> seeded_random() {
    return [engine = std::mt19937_64(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
    };
}

// Among the portals' ways to end, the one that needs somebody most.
ExitCode worse(ExitCode a, ExitCode b) {
    const auto weight = [](ExitCode code) {
        if (code == ExitCode::Done) return 0;
        return code == ExitCode::DoneWithFailingRecords ? 1 : 2;
    };
    return weight(b) > weight(a) ? b : a;
}

ExitCode exit_code_of(const PortalBoard& board) {
    if (board.code) return exit_code_of(*board.code);
    const auto gauge = [&board](const char* name) {
        const auto found = board.gauges.find(name);
        return found == board.gauges.end() ? 0 : found->second;
    };
    const bool attention = gauge("records_failing") > 0 || gauge("notes_parked") > 0;
    return attention ? ExitCode::DoneWithFailingRecords : ExitCode::Done;
}

// Whether the files behind the credentials can be used. That the CRM accepts them, or that somebody
// has logged in, is seen later and clears itself.
Result<void> check_credentials(const PortalConfiguration& portal, const std::string& settings_file,
                               Clock& clock, const NetworkChoice& network) {
    const auto session =
        CrmSession::open(portal.settings, settings_file, clock, {.network = network});
    if (session || session.error().code != ErrorCode::Configuration) return {};
    return fail_in("portal '" + portal.settings.name + "'", session.error());
}

// What was opened at the start, and stays open until the end, must be what is wanted.
Result<void> check_unchanged(const Settings& served, const Settings& wanted) {
    const auto store = [](const Settings& settings) {
        return resolve_path(settings.file, settings.store);
    };
    const std::pair<const char*, bool> changes[] = {
        {"store", store(served) != store(wanted)},
        {"seal_keys", served.seal_keys != wanted.seal_keys},
        {"backups", backups_folder(served) != backups_folder(wanted)},
        {"http.listen", served.http != wanted.http}};
    for (const auto& [setting, is_changed] : changes) {
        if (!is_changed) continue;
        return fail(ErrorCode::Configuration,
                    wanted.file + ": a change of " + setting + " takes a restart of the daemon");
    }
    return {};
}

}  // namespace

struct Service::Lock {
    store::PortalLock held;
    std::shared_ptr<const store::Sealer> sealer;
};

struct Service::Portal {
    Portal(Clock& inner, Log& wanted_log, PortalConfiguration wanted, std::string file,
           NetworkChoice maker)
        : clock(inner),
          log(wanted_log),
          network(std::move(maker)),
          configuration(std::move(wanted)),
          settings_file(std::move(file)) {}

    // In the portal's own thread: tokens are kept in its store.
    [[nodiscard]] Result<std::unique_ptr<CrmSession>> open_crm() {
        const std::scoped_lock lock(mutex);
        return CrmSession::open(configuration.settings, settings_file, clock,
                                {.memory = store.get(), .log = &log, .network = network});
    }

    ProgressClock clock;
    Log& log;
    NetworkChoice network;
    std::mutex mutex;  // of the two below, which `reconfigure` replaces
    PortalConfiguration configuration;
    std::string settings_file;
    std::unique_ptr<store::SqlStore> store;
    std::unique_ptr<PortalService> service;
    std::atomic<bool> has_ended{false};
    std::jthread thread;  // the last one: it ends before the rest goes
};

Service::Service(Clock& clock, Log& log, NetworkChoice network)
    : clock_(clock), log_(log), network_(std::move(network)) {}

Service::~Service() = default;

Result<std::unique_ptr<Service::Portal>> Service::open_portal(const PortalConfiguration& wanted,
                                                              const Settings& settings) {
    const auto usable = check_credentials(wanted, settings.file, clock_, network_);
    if (!usable) return Failure(usable.error());
    auto portal = std::make_unique<Portal>(clock_, log_, wanted, settings.file, network_);
    auto opened = store::SqlStore::open(state_path_, wanted.settings.name, store::Mode::ReadWrite,
                                        lock_->sealer);
    if (!opened) return Failure(opened.error());
    portal->store = *std::move(opened);
    Portal* const raw = portal.get();
    portal->service = std::make_unique<PortalService>(
        ServiceDoors{.store = *raw->store,
                     .open_crm = [raw] { return raw->open_crm(); },
                     .clock = raw->clock,
                     .log = log_,
                     .board = board_,
                     .random = seeded_random(),
                     .forget_elsewhere = erase_in_backups(backups_folder(settings),
                                                          wanted.settings.name, lock_->sealer)},
        wanted);
    return portal;
}

Result<std::unique_ptr<Service>> Service::open(Configuration configuration, Clock& clock, Log& log,
                                               NetworkChoice network) {
    std::unique_ptr<Service> service(new Service(clock, log, std::move(network)));
    service->state_path_ = resolve_path(configuration.settings.file, configuration.settings.store);
    auto lock = store::PortalLock::acquire(service->state_path_);
    if (!lock) return Failure(lock.error());
    auto sealer = open_sealer(configuration.settings, MissingKey::Make);
    if (!sealer) return Failure(sealer.error());
    service->lock_ = std::make_unique<Lock>(Lock{*std::move(lock), *std::move(sealer)});
    for (const PortalConfiguration& wanted : configuration.portals) {
        auto portal = service->open_portal(wanted, configuration.settings);
        if (!portal) return Failure(portal.error());
        service->portals_[wanted.settings.name] = *std::move(portal);
    }
    service->configuration_ = std::move(configuration);
    return service;
}

void Service::start_thread(Portal& portal) {
    portal.thread = std::jthread([&portal](const std::stop_token& stop) {
        portal.service->run(stop);
        portal.has_ended = true;
    });
}

void Service::start(milliseconds pause) {
    is_started_ = true;
    for (auto& [name, portal] : portals_) {
        if (pause > 0ms) portal->service->pause(pause);
        start_thread(*portal);
    }
}

bool Service::stop(milliseconds patience) {
    for (auto& [name, portal] : portals_) portal->thread.request_stop();
    const auto until = clock_.elapsed() + patience;
    for (auto& [name, portal] : portals_) {
        while (!portal->has_ended) {
            if (clock_.elapsed() >= until) return false;
            clock_.wait_for(10ms, {});
        }
    }
    return true;
}

ExitCode Service::run_once(const std::stop_token& stop) {
    ExitCode ended = ExitCode::Done;
    for (auto& [name, portal] : portals_) {
        static_cast<void>(portal->service->step(stop));
        if (stop.stop_requested()) return ExitCode::Interrupted;
        ended = worse(ended, exit_code_of(board_.read().at(name)));
    }
    return ended;
}

Result<void> Service::check_served(const Configuration& wanted) const {
    auto fits = check_unchanged(configuration_.settings, wanted.settings);
    for (const PortalConfiguration& portal : wanted.portals) {
        if (!fits) return fits;
        if (!portals_.contains(portal.settings.name)) continue;
        fits = check_credentials(portal, wanted.settings.file, clock_, network_);
    }
    return fits;
}

Result<Service::Portals> Service::open_added(const Configuration& wanted) {
    Portals added;
    for (const PortalConfiguration& portal : wanted.portals) {
        if (portals_.contains(portal.settings.name)) continue;
        auto opened = open_portal(portal, wanted.settings);
        if (!opened) {
            for (const auto& [name, unused] : added) board_.remove(name);
            return Failure(opened.error());
        }
        added[portal.settings.name] = *std::move(opened);
    }
    return added;
}

Result<void> Service::reconfigure(Configuration configuration) {
    if (auto fits = check_served(configuration); !fits) return fits;
    // The last thing that can fail, for whoever is opened is on the board.
    auto added = open_added(configuration);
    if (!added) return Failure(added.error());
    std::map<std::string, const PortalConfiguration*> wanted;
    for (const PortalConfiguration& portal : configuration.portals) {
        wanted[portal.settings.name] = &portal;
    }
    for (auto& [name, portal] : portals_) {
        const auto found = wanted.find(name);
        if (found == wanted.end()) {
            portal->thread.request_stop();
            continue;
        }
        {
            const std::scoped_lock lock(portal->mutex);
            portal->configuration = *found->second;
            portal->settings_file = configuration.settings.file;
        }
        portal->service->reconfigure(*found->second);
    }
    const std::scoped_lock lock(mutex_);
    std::erase_if(portals_, [&](auto& entry) {
        if (wanted.contains(entry.first)) return false;
        if (entry.second->thread.joinable()) entry.second->thread.join();
        board_.remove(entry.first);
        return true;
    });
    for (auto& [name, portal] : *added) {
        if (is_started_) start_thread(*portal);
        portals_[name] = std::move(portal);
    }
    configuration_ = std::move(configuration);
    return {};
}

milliseconds Service::longest_silence() const {
    const std::scoped_lock lock(mutex_);
    milliseconds longest = 0ms;
    const milliseconds now = clock_.elapsed();
    for (const auto& [name, portal] : portals_) {
        longest = std::max(longest, now - portal->clock.last_beat());
    }
    return longest;
}

}  // namespace mentorsync

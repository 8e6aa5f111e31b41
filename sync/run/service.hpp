// All portals of a configuration in one process: a thread for each, over one lock on the state.
//
// Beneath the daemon, which adds signals, sockets and the service manager. Where concrete stores
// and sessions are put together for it.

#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "mentorsync/clock.hpp"
#include "mentorsync/log.hpp"
#include "sync/run/board.hpp"
#include "sync/run/configuration.hpp"
#include "sync/run/crm_network.hpp"
#include "sync/run/exit_code.hpp"

namespace mentorsync {

class Service {
public:
    // Takes the lock of the state, opens it for every portal, and checks that every key can be
    // read. Connects to nothing. `clock` and `log` must outlive the service.
    //
    // Fails with StoreLocked when another process holds the state, with StoreFailed, and with
    // Configuration when a key or a certificate file cannot be used.
    [[nodiscard]] static Result<std::unique_ptr<Service>> open(Configuration configuration,
                                                               Clock& clock, Log& log,
                                                               NetworkChoice network = {});
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    // Starts every portal's thread. With `pause`, the CRM is asked nothing for that time.
    void start(std::chrono::milliseconds pause = {});

    // Asks every thread to end, and returns whether all have within `patience`.
    [[nodiscard]] bool stop(std::chrono::milliseconds patience);

    // One tick for every portal, one after the other, in this thread. Returns how the command
    // `sync` would have ended: the portal that needs somebody most decides.
    [[nodiscard]] ExitCode run_once(const std::stop_token& stop);

    // Serves another configuration from here on: portals of the same name go on with what they
    // have, others begin or end. Keys of the CRM are read anew; those that seal the state only at a
    // start. Fails as `open` does, and with Configuration when `store`, `seal_keys`, `backups` or
    // `http.listen` differ, which takes a restart; nothing has changed then.
    [[nodiscard]] Result<void> reconfigure(Configuration configuration);

    [[nodiscard]] const Configuration& configuration() const noexcept { return configuration_; }
    [[nodiscard]] const Board& board() const noexcept { return board_; }

    // Where the state file lies.
    [[nodiscard]] const std::string& state_path() const noexcept { return state_path_; }

    // How long the portal's thread that was silent longest has been so. Safe to call from another
    // thread, as `board` is.
    [[nodiscard]] std::chrono::milliseconds longest_silence() const;

private:
    struct Portal;
    struct Lock;
    using Portals = std::map<std::string, std::unique_ptr<Portal>>;

    Service(Clock& clock, Log& log, NetworkChoice network);
    [[nodiscard]] Result<std::unique_ptr<Portal>> open_portal(const PortalConfiguration& wanted,
                                                              const Settings& settings);
    // Whether what is served can go on under another configuration.
    [[nodiscard]] Result<void> check_served(const Configuration& wanted) const;

    // Opens the portals that are not served yet: all of them, or none, and then none is on the
    // board.
    [[nodiscard]] Result<Portals> open_added(const Configuration& wanted);
    void start_thread(Portal& portal);

    Clock& clock_;
    Log& log_;
    NetworkChoice network_;
    Board board_;
    Configuration configuration_;
    std::string state_path_;
    std::unique_ptr<Lock> lock_;
    mutable std::mutex mutex_;  // of `portals_`: which there are
    Portals portals_;
    bool is_started_ = false;
};

}  // namespace mentorsync

// One portal's life in the daemon: whatever is due is done, one thing after the other, in one
// thread. Intervals are monotonic, note slots civil; a clock that jumps repeats nothing.
//
// Knows no socket, no signal and no service manager, so that years of it run on simulated time.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "mentorsync/clock.hpp"
#include "mentorsync/log.hpp"
#include "sync/run/board.hpp"
#include "sync/run/configuration.hpp"
#include "sync/run/crm_session.hpp"
#include "sync/run/sync.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync {

// All of them must outlive the service, which uses them from one thread at a time.
struct ServiceDoors {
    store::SqlStore& store;
    // Opens the CRM anew: at first, after the credentials were refused, and with another
    // configuration.
    std::function<Result<std::unique_ptr<CrmSession>>()> open_crm;
    Clock& clock;
    Log& log;
    Board& board;
    std::function<double()> random;         // from 0 to below 1, for jitter
    ForgetElsewhere forget_elsewhere = {};  // erases a person outside the store: in backups
};

class PortalService {
public:
    PortalService(ServiceDoors doors, PortalConfiguration configuration);
    ~PortalService();

    // Does what is due now: serves requests that commands left, ticks, delivers, audits. Returns
    // how long nothing will be due, at most a second, because commands wait for no longer.
    // What fails is on the board, in the log and in the store; the next step goes on from there.
    [[nodiscard]] std::chrono::milliseconds step(const std::stop_token& stop);

    // Steps and waits until `stop`; what is under way ends within five seconds of it.
    void run(const std::stop_token& stop);

    // From the next step on. Cursors and state stay; a mapping that nobody accepted is held. The
    // CRM is opened anew. Safe to call from another thread.
    void reconfigure(PortalConfiguration configuration);

    // Asks the CRM nothing for `time`, or until a person asks for a sync; or, when it asked for a
    // longer wait, for as long as that. Requests are served. Before the first step.
    void pause(std::chrono::milliseconds time);

    // How long nothing is due, however long that is: for a simulation, in which nobody leaves
    // requests, to skip to the next event.
    [[nodiscard]] std::chrono::milliseconds until_due() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace mentorsync

// One portal, opened for one command: its files read, its state and its CRM within reach.

#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "sync/run/configuration.hpp"
#include "sync/run/crm_session.hpp"
#include "sync/run/cycle.hpp"
#include "sync/run/seal_key.hpp"
#include "sync/run/setup.hpp"
#include "sync/run/sync.hpp"
#include "sync/store/portal_lock.hpp"
#include "sync/store/sql_store.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

class Workspace {
public:
    // Opens nothing yet. Everything given must outlive the workspace.
    Workspace(const Settings& settings, const PortalConfiguration& portal, Clock& clock,
              NetworkChoice network = {})
        : settings_(settings), portal_(portal), clock_(clock), network_(std::move(network)) {}

    [[nodiscard]] const std::string& name() const noexcept { return portal_.settings.name; }
    [[nodiscard]] const Mapping& mapping() const noexcept { return portal_.mapping; }
    [[nodiscard]] const Settings& settings() const noexcept { return settings_; }
    [[nodiscard]] const PortalSettings& portal_settings() const noexcept {
        return portal_.settings;
    }

    // Where the state file lies; ":memory:" when the settings say so.
    [[nodiscard]] std::string state_path() const;

    // The portal's CRM; opened at the first call, connected to by its own first call.
    [[nodiscard]] Result<CrmSession*> crm();

    // The state as the last sync left it, without a lock; an empty one when there is none yet.
    [[nodiscard]] Result<store::StateReader*> state();
    [[nodiscard]] Result<store::SqlStore*> looked_at_state();

    // The outbox, with this process holding the state's lock, until `unlock` or the end.
    [[nodiscard]] Result<store::SqlStore*> locked_state();
    void unlock() noexcept { lock_.reset(); }

    // What seals the state; null where there is no key and none is to be made.
    [[nodiscard]] Result<std::shared_ptr<const store::Sealer>> sealer(MissingKey missing) const;

    // Where `locked_state` failed with StoreLocked: asks the daemon that holds the state. Returns
    // and fails as `Beside::ask`.
    [[nodiscard]] Result<std::string> ask_daemon(std::string_view command,
                                                 const std::string& argument,
                                                 const std::stop_token& stop);

    // What the portal can name, and what the mapping lacks there.
    [[nodiscard]] Result<CrmSchema> schema(const std::stop_token& stop);
    [[nodiscard]] Result<CrmAccount> account(const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<SetupStep>> create(const std::vector<SetupItem>& items,
                                                        const std::stop_token& stop);

    // What `sync` would do. Changes nothing, anywhere.
    [[nodiscard]] tl::expected<Proposal, Obstacle> plan(PullObserver& observer,
                                                        const std::stop_token& stop);

    [[nodiscard]] tl::expected<SyncReport, Obstacle> sync(const Consent& consent,
                                                          PullObserver& observer,
                                                          const std::stop_token& stop);

    // Pulls, and explains one record from what was found.
    [[nodiscard]] tl::expected<Explanation, Obstacle> explain(const RecordRef& record,
                                                              PullObserver& observer,
                                                              const std::stop_token& stop);

private:
    const Settings& settings_;
    const PortalConfiguration& portal_;
    Clock& clock_;
    NetworkChoice network_;
    std::unique_ptr<store::SqlStore> tokens_;  // where `crm_` keeps those of OAuth
    std::unique_ptr<CrmSession> crm_;
    std::optional<store::PortalLock> lock_;
    std::unique_ptr<store::SqlStore> store_;
    store::Mode mode_ = store::Mode::ReadOnly;     // that `store_` was opened in
    std::optional<std::pair<dev_t, ino_t>> file_;  // that it is; empty: none, it is in memory
};

}  // namespace mentorsync

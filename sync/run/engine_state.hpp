// What an engine consists of. For the files that implement it.

#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "connector/host/host_connector.hpp"
#include "sync/run/documents.hpp"
#include "sync/run/engine.hpp"
#include "sync/run/hand_out.hpp"
#include "sync/run/no_writer.hpp"
#include "sync/run/service.hpp"
#include "sync/run/tick.hpp"
#include "sync/run/workspace.hpp"

namespace mentorsync {

[[nodiscard]] inline tl::unexpected<Obstacle> blocked(ErrorCode code, std::string message) {
    return blocked(Error{code, std::move(message)});
}

class NoObserver final : public PullObserver {
    void progressed(const PullProgress& /*progress*/) override {}
};

// Others may use the state between two calls.
class Locked {
public:
    explicit Locked(Workspace& workspace)
        : workspace_(workspace), state_(workspace.locked_state()) {}
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
    ~Locked() { workspace_.unlock(); }

    [[nodiscard]] const Result<store::SqlStore*>& state() const { return state_; }

private:
    Workspace& workspace_;
    Result<store::SqlStore*> state_;
};

struct Engine::State {
    State(Configuration loaded, Clock& wanted_clock, Log& wanted_log, NetworkChoice wanted_network)
        : configuration(std::move(loaded)),
          clock(wanted_clock),
          log(wanted_log),
          network(std::move(wanted_network)),
          workspace(configuration.settings, configuration.portals.front(), clock, network) {}

    [[nodiscard]] const PortalConfiguration& portal() const {
        return configuration.portals.front();
    }
    [[nodiscard]] DocumentHead head() const {
        return {json::Writer::Layout::Compact, portal().settings.name};
    }
    [[nodiscard]] bool is_hosted() const { return portal().settings.kind == CrmKind::Host; }
    [[nodiscard]] Result<void> needs_host() const {
        if (is_hosted()) return {};
        return fail(ErrorCode::InvalidArgument,
                    "portal '" + portal().settings.name +
                        "' is not of the kind \"host\"; its records are pulled and told by itself");
    }
    [[nodiscard]] Result<void> needs_rest() const {
        if (!service) return {};
        return fail(ErrorCode::Busy, "the engine's own thread serves this portal; stop it first");
    }

    [[nodiscard]] SyncDoors doors(store::SqlStore& state, ForgetElsewhere forget_elsewhere) {
        return {.reader = host,
                .writer = no_writer,
                .auditor = host,
                .store = state,
                .staging = state,
                .mirror = state,
                .outbox = state,
                .clock = clock,
                .observer = observer,
                .state = &state,
                .people = &state,
                .forget_elsewhere = std::move(forget_elsewhere)};
    }
    [[nodiscard]] HandOutDoors hand_out_doors(store::SqlStore& state) {
        return {
            .store = state, .outbox = state, .hand_outs = state, .mirror = state, .clock = clock};
    }

    // What `read` makes of the state as the last cycle left it.
    template <class Read>
    [[nodiscard]] EngineResult<std::string> look(Read read) {
        const auto known = workspace.looked_at_state();
        if (!known) return blocked(known.error());
        Result<std::string> document = read(**known);
        if (!document) return blocked(std::move(document).error());
        return *std::move(document);
    }
    // What `change` makes of a host's state, which is locked meanwhile.
    template <class Change>
    [[nodiscard]] auto change_host(Change change)
        -> EngineResult<typename std::invoke_result_t<Change, store::SqlStore&>::value_type>;

    [[nodiscard]] EngineResult<TickReport> tick(const Consent& consent, bool is_rehearsal,
                                                const std::stop_token& stop);
    [[nodiscard]] EngineResult<Proposal> propose_all(const std::stop_token& stop);
    [[nodiscard]] EngineResult<Explanation> explain_host(const RecordRef& record,
                                                         const std::stop_token& stop);

    Configuration configuration;
    Clock& clock;
    Log& log;
    NetworkChoice network;
    NoObserver observer;
    NoWriter no_writer;
    host::HostConnector host;
    PortalView view;
    Workspace workspace;
    std::unique_ptr<Service> service;
};

template <class Change>
auto Engine::State::change_host(Change change)
    -> EngineResult<typename std::invoke_result_t<Change, store::SqlStore&>::value_type> {
    if (auto hosted = needs_host(); !hosted) return blocked(std::move(hosted).error());
    const Locked locked(workspace);
    if (!locked.state()) return blocked(locked.state().error());
    return change(**locked.state()).map_error([](Error error) {
        return Obstacle{std::move(error), {}};
    });
}

}  // namespace mentorsync

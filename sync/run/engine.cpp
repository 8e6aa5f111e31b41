#include "sync/run/engine.hpp"

#include <utility>

#include "sync/run/backups.hpp"
#include "sync/run/documents.hpp"
#include "sync/run/engine_state.hpp"
#include "sync/run/erase_backups.hpp"
#include "sync/run/hand_out.hpp"
#include "sync/run/memory_sink.hpp"
#include "sync/run/move_note.hpp"
#include "sync/run/sync_json.hpp"

namespace mentorsync {

namespace {

using store::SqlStore;
using Blocked = tl::unexpected<Obstacle>;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 5s;

EngineResult<Configuration> load_one(const ConfigurationSource& source) {
    auto configuration = load_configuration(source);
    if (!configuration) return Blocked(std::move(configuration).error());
    if (configuration->portals.size() > 1) {
        return blocked(ErrorCode::InvalidArgument,
                       "the settings have several portals; name one of them");
    }
    return *std::move(configuration);
}

}  // namespace

EngineResult<TickReport> Engine::State::tick(const Consent& consent, bool is_rehearsal,
                                             const std::stop_token& stop) {
    const Locked locked(workspace);
    if (!locked.state()) return blocked(locked.state().error());
    SqlStore& state = **locked.state();
    const auto key = workspace.sealer(MissingKey::Make);
    if (!key) return blocked(key.error());
    // What was handed in is here, whole; what an interrupted call has staged is not wanted.
    if (auto begun = state.discard(); !begun) return blocked(std::move(begun).error());
    const auto kind =
        host.holds_everything() ? store::PullKind::Everything : store::PullKind::Changes;
    auto done = run_tick(
        doors(state, erase_in_backups(backups_folder(configuration.settings),
                                      portal().settings.name, *key)),
        portal().mapping,
        {.kind = kind, .consent = consent, .is_hosted = true, .is_rehearsal = is_rehearsal}, view,
        stop);
    if (done && done->unclean_backups) return blocked(*done->unclean_backups);
    return done;
}

// Of records that are everything, nothing has to be stored to know what they would lead to.
EngineResult<Proposal> Engine::State::propose_all(const std::stop_token& stop) {
    const auto state = workspace.looked_at_state();
    if (!state) return blocked(state.error());
    MemorySink sink;
    return propose({.crm = host,
                    .store = **state,
                    .mirror = **state,
                    .mapping = portal().mapping,
                    .clock = clock,
                    .observer = observer},
                   sink, stop);
}

EngineResult<std::string> check_configuration(const ConfigurationSource& source,
                                              std::string_view schema) {
    const auto configuration = load_one(source);
    if (!configuration) return Blocked(configuration.error());
    const PortalConfiguration& portal = configuration->portals.front();
    if (!schema.empty()) {
        host::HostConnector host;
        if (const auto known = host.set_schema(schema); !known) return blocked(known.error());
        const auto rules = bind_to_portal(host, portal.mapping, {});
        if (!rules) return Blocked(rules.error());
    }
    return check_document({json::Writer::Layout::Compact, portal.settings.name}, !schema.empty());
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}

Engine::~Engine() {
    stop();
}

EngineResult<std::unique_ptr<Engine>> Engine::open(const ConfigurationSource& source, Clock& clock,
                                                   Log& log, NetworkChoice network) {
    auto configuration = load_one(source);
    if (!configuration) return Blocked(std::move(configuration).error());
    return std::unique_ptr<Engine>(new Engine(
        std::make_unique<State>(*std::move(configuration), clock, log, std::move(network))));
}

const std::string& Engine::portal() const noexcept {
    return state_->portal().settings.name;
}

EngineResult<std::string> Engine::plan(const std::stop_token& stop) {
    State& state = *state_;
    if (auto rests = state.needs_rest(); !rests) return blocked(std::move(rests).error());
    if (!state.is_hosted()) {
        const auto proposal = state.workspace.plan(state.observer, stop);
        if (!proposal) return Blocked(proposal.error());
        return plan_document(state.head(), *proposal);
    }
    const auto known = state.workspace.looked_at_state();
    if (!known) return blocked(known.error());
    const auto before = (*known)->portal();
    if (!before) return blocked(before.error());
    if (state.host.holds_everything() || !before->portal) {
        const auto proposal = state.propose_all(stop);
        if (!proposal) return Blocked(proposal.error());
        return plan_document(state.head(), *proposal);
    }
    const auto rehearsed = state.tick({}, true, stop);
    if (!rehearsed) return Blocked(rehearsed.error());
    return plan_document(state.head(), *rehearsed->proposal);
}

EngineResult<std::string> Engine::cycle(const Consent& consent, const std::stop_token& stop) {
    State& state = *state_;
    if (auto rests = state.needs_rest(); !rests) return blocked(std::move(rests).error());
    if (!state.is_hosted()) {
        auto done = state.workspace.sync(consent, state.observer, stop);
        state.workspace.unlock();
        if (!done) return Blocked(std::move(done).error());
        return sync_json(portal(), *done);
    }
    auto done = state.tick(consent, false, stop);
    if (!done) return Blocked(std::move(done).error());
    state.host.discard();
    return sync_json(
        portal(), {.proposal = *std::move(done->proposal), .delivery = {}, .unclean_backups = {}});
}

EngineResult<void> Engine::start() {
    State& state = *state_;
    if (state.is_hosted()) {
        return blocked(ErrorCode::InvalidArgument,
                       "a portal of the kind \"host\" has no thread: its host calls a cycle");
    }
    if (state.service) return {};
    auto service = Service::open(state.configuration, state.clock, state.log, state.network);
    if (!service) return blocked(std::move(service).error());
    state.service = *std::move(service);
    state.service->start();
    return {};
}

void Engine::stop() {
    if (!state_ || !state_->service) return;
    // Joined when it goes, should it need longer.
    static_cast<void>(state_->service->stop(kPatience));
    state_->service.reset();
}

EngineResult<void> Engine::set_schema(std::string_view document) {
    auto done = state_->needs_host();
    if (done) done = state_->host.set_schema(document);
    if (!done) return blocked(std::move(done).error());
    // Rules that were bound to the former schema say nothing of this one.
    state_->view = {};
    return {};
}

EngineResult<void> Engine::put_records(std::string_view document) {
    auto done = state_->needs_host();
    if (done) done = state_->host.put(document);
    if (!done) return blocked(std::move(done).error());
    return {};
}

EngineResult<void> Engine::discard_records() {
    if (auto host = state_->needs_host(); !host) return blocked(std::move(host).error());
    state_->host.discard();
    return {};
}

EngineResult<std::string> Engine::take(std::size_t limit) {
    return state_->change_host([&](SqlStore& state) {
        return hand_out(state_->hand_out_doors(state), state_->head(), limit);
    });
}

EngineResult<std::string> Engine::settle(std::string_view document) {
    return state_->change_host([&](SqlStore& state) {
        return mentorsync::settle(state_->hand_out_doors(state), state_->head(), document);
    });
}

EngineResult<void> Engine::retry_note(std::string_view key) {
    return state_->change_host([&](SqlStore& state) {
        return move_note(state, state, key, NoteMove::Retry, state_->clock.now()).map([](RowState) {
        });
    });
}

}  // namespace mentorsync

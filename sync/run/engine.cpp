#include "sync/run/engine.hpp"

#include <utility>

#include "connector/host/host_connector.hpp"
#include "sync/run/backups.hpp"
#include "sync/run/documents.hpp"
#include "sync/run/erase_backups.hpp"
#include "sync/run/explain_note.hpp"
#include "sync/run/hand_out.hpp"
#include "sync/run/memory_sink.hpp"
#include "sync/run/move_note.hpp"
#include "sync/run/no_writer.hpp"
#include "sync/run/service.hpp"
#include "sync/run/sync_json.hpp"
#include "sync/run/tick.hpp"
#include "sync/run/workspace.hpp"

namespace mentorsync {

namespace {

using store::SqlStore;
using Blocked = tl::unexpected<Obstacle>;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 5s;

Blocked blocked(Error error) {
    return Blocked(Obstacle{std::move(error), {}});
}

Blocked blocked(ErrorCode code, std::string message) {
    return blocked(Error{code, std::move(message)});
}

class NoObserver final : public PullObserver {
    void progressed(const PullProgress& /*progress*/) override {}
};

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

    [[nodiscard]] SyncDoors doors(SqlStore& state, ForgetElsewhere forget_elsewhere) {
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
    [[nodiscard]] HandOutDoors hand_out_doors(SqlStore& state) {
        return {
            .store = state, .outbox = state, .hand_outs = state, .mirror = state, .clock = clock};
    }
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

namespace {

// Others may use the state between two calls.
class Locked {
public:
    explicit Locked(Workspace& workspace)
        : workspace_(workspace), state_(workspace.locked_state()) {}
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;
    ~Locked() { workspace_.unlock(); }

    [[nodiscard]] const Result<SqlStore*>& state() const { return state_; }

private:
    Workspace& workspace_;
    Result<SqlStore*> state_;
};

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
    return run_tick(
        doors(state, erase_in_backups(backups_folder(configuration.settings),
                                      portal().settings.name, *key)),
        portal().mapping,
        {.kind = kind, .consent = consent, .is_hosted = true, .is_rehearsal = is_rehearsal}, view,
        stop);
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

EngineResult<Explanation> Engine::State::explain_host(const RecordRef& record,
                                                      const std::stop_token& stop) {
    const auto rules = bind_to_portal(host, portal().mapping, stop);
    if (!rules) return Blocked(rules.error());
    const auto state = workspace.looked_at_state();
    if (!state) return blocked(state.error());
    MemorySink sink;
    if (host.holds_everything()) {
        const auto pulled = host.pull(rules->scope(), sink, observer, stop);
        if (!pulled) return blocked(pulled.error());
    }
    const auto snapshot = host.holds_everything() ? sink.taken() : (*state)->snapshot();
    if (!snapshot) return blocked(snapshot.error());
    const auto aliases = (*state)->aliases();
    if (!aliases) return blocked(aliases.error());
    return rules->explain(*snapshot, *aliases, record);
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
    return sync_json(portal(), {.proposal = *std::move(done->proposal), .delivery = {}});
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

EngineResult<std::string> Engine::status() {
    const auto known = state_->workspace.looked_at_state();
    if (!known) return blocked(known.error());
    const PortalConfiguration& portal = state_->portal();
    const auto status =
        load_status(**known, portal.settings, portal.mapping.programme(), state_->clock.now());
    if (!status) return blocked(status.error());
    return status_document(state_->head(), *status);
}

EngineResult<std::string> Engine::relationships() {
    const auto known = state_->workspace.looked_at_state();
    if (!known) return blocked(known.error());
    const auto relationships = (*known)->relationships();
    if (!relationships) return blocked(relationships.error());
    const auto tasks = (*known)->tasks();
    if (!tasks) return blocked(tasks.error());
    return relationships_document(state_->head(), relationship_rows(*relationships, *tasks));
}

EngineResult<std::string> Engine::tasks() {
    const auto known = state_->workspace.looked_at_state();
    if (!known) return blocked(known.error());
    const auto tasks = (*known)->tasks();
    if (!tasks) return blocked(tasks.error());
    return tasks_document(state_->head(), *tasks);
}

EngineResult<std::string> Engine::progress() {
    const auto known = state_->workspace.looked_at_state();
    if (!known) return blocked(known.error());
    const auto relationships = (*known)->relationships();
    if (!relationships) return blocked(relationships.error());
    const auto tasks = (*known)->tasks();
    if (!tasks) return blocked(tasks.error());
    return progress_document(state_->head(), *relationships, *tasks, state_->clock.now());
}

EngineResult<std::string> Engine::notes() {
    const auto known = state_->workspace.looked_at_state();
    if (!known) return blocked(known.error());
    const auto rows = (*known)->notes();
    if (!rows) return blocked(rows.error());
    const auto properties = (*known)->parked_properties();
    if (!properties) return blocked(properties.error());
    return notes_document(state_->head(), *rows, *properties);
}

EngineResult<std::string> Engine::explain(std::string_view kind, std::string_view id,
                                          const std::stop_token& stop) {
    State& state = *state_;
    const auto wanted = record_kind_named(kind);
    if (!wanted || !is_crm_id(id)) {
        return blocked(ErrorCode::InvalidArgument,
                       "explain needs contact, task or note, and an id of digits");
    }
    const RecordRef record{*wanted, RecordId(std::string(id))};
    EngineResult<Explanation> explained;
    if (record.kind == RecordKind::Note) {
        const auto known = state.workspace.looked_at_state();
        if (!known) return blocked(known.error());
        auto note = explain_note(**known, record.id);
        if (!note) return blocked(std::move(note).error());
        explained = *std::move(note);
    } else if (state.is_hosted()) {
        explained = state.explain_host(record, stop);
    } else {
        if (auto rests = state.needs_rest(); !rests) return blocked(std::move(rests).error());
        explained = state.workspace.explain(record, state.observer, stop);
    }
    if (!explained) return Blocked(explained.error());
    return explain_document(state.head(), record, *explained);
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
    if (auto host = state_->needs_host(); !host) return blocked(std::move(host).error());
    const Locked locked(state_->workspace);
    if (!locked.state()) return blocked(locked.state().error());
    auto taken = hand_out(state_->hand_out_doors(**locked.state()), state_->head(), limit);
    if (!taken) return blocked(std::move(taken).error());
    return *std::move(taken);
}

EngineResult<std::string> Engine::settle(std::string_view document) {
    if (auto host = state_->needs_host(); !host) return blocked(std::move(host).error());
    const Locked locked(state_->workspace);
    if (!locked.state()) return blocked(locked.state().error());
    auto settled =
        mentorsync::settle(state_->hand_out_doors(**locked.state()), state_->head(), document);
    if (!settled) return blocked(std::move(settled).error());
    return *std::move(settled);
}

EngineResult<void> Engine::retry_note(std::string_view key) {
    if (auto host = state_->needs_host(); !host) return blocked(std::move(host).error());
    const Locked locked(state_->workspace);
    if (!locked.state()) return blocked(locked.state().error());
    SqlStore& state = **locked.state();
    const auto moved = move_note(state, state, key, NoteMove::Retry, state_->clock.now());
    if (!moved) return blocked(moved.error());
    return {};
}

}  // namespace mentorsync

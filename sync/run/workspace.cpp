#include "sync/run/workspace.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "sync/run/backups.hpp"
#include "sync/run/beside.hpp"
#include "sync/run/board.hpp"
#include "sync/run/consent.hpp"
#include "sync/run/erase_backups.hpp"
#include "sync/run/memory_sink.hpp"

namespace mentorsync {

namespace {

constexpr char kInMemory[] = ":memory:";

// Which file has this name now: `rebuild` and `restore` give it to another one.
std::optional<std::pair<dev_t, ino_t>> file_called(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return std::nullopt;
    return std::pair(found.st_dev, found.st_ino);
}

// A daemon that does not run any more may have left a refused key, or worse, for `status` to tell.
void forget_bad_health(store::SqlStore& state, Instant now) {
    const auto health = state.health();
    const std::string ready(name_of(PortalMood::Ready));
    if (!health || !*health || (*health)->state == ready) return;
    static_cast<void>(state.keep_health(
        {.state = ready, .code = {}, .message = {}, .since = now, .next_try = {}}));
}

}  // namespace

std::string Workspace::state_path() const {
    return settings_.store == kInMemory ? kInMemory : resolve_path(settings_.file, settings_.store);
}

// A state in memory makes a key of its own, which ends with it.
Result<std::shared_ptr<const store::Sealer>> Workspace::sealer(MissingKey missing) const {
    if (settings_.store == kInMemory) return std::shared_ptr<const store::Sealer>();
    return open_sealer(settings_, missing);
}

Result<CrmSession*> Workspace::crm() {
    if (!crm_) {
        CredentialDoors doors;
        doors.network = network_;
        std::error_code unused;
        if (portal_.settings.oauth && std::filesystem::exists(state_path(), unused)) {
            auto state = open_state_for_consent(settings_, name());
            if (!state) return Failure(state.error());
            tokens_ = *std::move(state);
            doors.memory = tokens_.get();
        }
        auto session = CrmSession::open(portal_.settings, settings_.file, clock_, doors);
        if (!session) return Failure(session.error());
        crm_ = *std::move(session);
    }
    return crm_.get();
}

Result<store::SqlStore*> Workspace::looked_at_state() {
    const std::string path = state_path();
    const auto file = file_called(path);
    if (store_ && file == file_) return store_.get();
    const auto key = sealer(MissingKey::None);
    if (!key) return Failure(key.error());
    mode_ = file ? store::Mode::ReadOnly : store::Mode::ReadWrite;
    auto opened = store::SqlStore::open(file ? path : kInMemory, name(), mode_, *key);
    if (!opened) return Failure(opened.error());
    store_ = *std::move(opened);
    file_ = file;
    return store_.get();
}

Result<store::StateReader*> Workspace::state() {
    const auto opened = looked_at_state();
    if (!opened) return Failure(opened.error());
    return *opened;
}

Result<store::SqlStore*> Workspace::locked_state() {
    const std::string path = state_path();
    if (!lock_) {
        auto lock = store::PortalLock::acquire(path);
        if (!lock) return Failure(lock.error());
        lock_ = *std::move(lock);
    }
    const auto file = file_called(path);
    const bool is_right = file ? file == file_ : path == kInMemory;
    if (store_ && is_right && mode_ == store::Mode::ReadWrite) return store_.get();
    const auto key = sealer(MissingKey::Make);
    if (!key) return Failure(key.error());
    auto opened = store::SqlStore::open(path, name(), store::Mode::ReadWrite, *key);
    if (!opened) return Failure(opened.error());
    store_ = *std::move(opened);
    mode_ = store::Mode::ReadWrite;
    file_ = file_called(path);
    return store_.get();
}

Result<std::string> Workspace::ask_daemon(std::string_view command, const std::string& argument,
                                          const std::stop_token& stop) {
    const auto sealer = open_sealer(settings_, MissingKey::None);
    if (!sealer) return Failure(sealer.error());
    auto opened = store::SqlStore::open(state_path(), name(), store::Mode::Beside, *sealer);
    if (!opened) return Failure(opened.error());
    return Beside(**opened, clock_).ask(command, argument, stop);
}

Result<CrmSchema> Workspace::schema(const std::stop_token& stop) {
    const auto session = crm();
    if (!session) return Failure(session.error());
    return (*session)->reader().schema(stop);
}

Result<CrmAccount> Workspace::account(const std::stop_token& stop) {
    const auto session = crm();
    if (!session) return Failure(session.error());
    return (*session)->reader().account(stop);
}

Result<std::vector<SetupStep>> Workspace::create(const std::vector<SetupItem>& items,
                                                 const std::stop_token& stop) {
    const auto session = crm();
    if (!session) return Failure(session.error());
    return create_items((*session)->admin(), items, stop);
}

tl::expected<Proposal, Obstacle> Workspace::plan(PullObserver& observer,
                                                 const std::stop_token& stop) {
    const auto session = crm();
    if (!session) return blocked(session.error());
    const auto state = looked_at_state();
    if (!state) return blocked(state.error());
    MemorySink sink;
    return propose({.crm = (*session)->reader(),
                    .store = **state,
                    .mirror = **state,
                    .mapping = mapping(),
                    .clock = clock_,
                    .observer = observer},
                   sink, stop);
}

tl::expected<SyncReport, Obstacle> Workspace::sync(const Consent& consent, PullObserver& observer,
                                                   const std::stop_token& stop) {
    const auto session = crm();
    if (!session) return blocked(session.error());
    const auto state = locked_state();
    if (!state) return blocked(state.error());
    const auto key = sealer(MissingKey::Make);
    if (!key) return blocked(key.error());
    auto done =
        run_sync({.reader = (*session)->reader(),
                  .writer = (*session)->writer(),
                  .auditor = (*session)->auditor(),
                  .store = **state,
                  .staging = **state,
                  .mirror = **state,
                  .outbox = **state,
                  .clock = clock_,
                  .observer = observer,
                  .state = *state,
                  .people = *state,
                  .forget_elsewhere = erase_in_backups(backups_folder(settings_), name(), *key)},
                 mapping(), consent, stop);
    if (done && !done->delivery.stopped && !done->unclean_backups) {
        forget_bad_health(**state, clock_.now());
    }
    return done;
}

tl::expected<Explanation, Obstacle> Workspace::explain(const RecordRef& record,
                                                       PullObserver& observer,
                                                       const std::stop_token& stop) {
    const auto session = crm();
    if (!session) return blocked(session.error());
    const auto state = looked_at_state();
    if (!state) return blocked(state.error());
    CrmReader& reader = (*session)->reader();
    const auto schema = reader.schema(stop);
    if (!schema) return blocked(schema.error());
    const auto rules = bind_mapping(mapping(), *schema);
    if (!rules) {
        return tl::unexpected(Obstacle{
            {ErrorCode::Configuration, "the mapping does not fit the portal"}, rules.error()});
    }
    MemorySink sink;
    const auto pulled = reader.pull(rules->scope(), sink, observer, stop);
    if (!pulled) return blocked(pulled.error());
    auto snapshot = sink.taken();
    if (!snapshot) return blocked(snapshot.error());
    snapshot->coverage = pulled->coverage;
    const auto aliases = (*state)->aliases();
    if (!aliases) return blocked(aliases.error());
    return rules->explain(*snapshot, *aliases, record);
}

}  // namespace mentorsync

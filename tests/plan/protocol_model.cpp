#include "tests/plan/protocol_model.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sync/plan/outbox.hpp"
#include "tests/plan/protocol_state.hpp"

namespace mentorsync::model {

namespace {

using Emit = std::function<void(State)>;
constexpr std::size_t kMostNotes = 4;

class Explorer {
public:
    explicit Explorer(const World& world) : world_(world) {}

    Findings run() {
        visit({}, 0, 0);
        for (std::size_t at = 0; at < states_.size(); ++at) {
            const State state = states_[at];
            check(state, at);
            if (is_stuck_by_violation(state)) continue;
            const auto emit = [&](State next) { visit(std::move(next), at, depth_[at] + 1); };
            environment(state, emit);
            for (std::size_t d = 0; d < kDaemons; ++d) daemon_steps(state, d, emit);
        }
        check_progress();
        findings_.states = states_.size();
        return findings_;
    }

private:
    void visit(State state, std::size_t from, int depth) {
        const auto [found, is_new] = numbers_.try_emplace(encode(state), states_.size());
        if (is_new) {
            states_.push_back(std::move(state));
            depth_.push_back(depth);
            predecessors_.emplace_back();
        }
        predecessors_[found->second].push_back(from);
    }

    static bool is_stuck_by_violation(const State& state) {
        return visible(state) > 1 || state.notes.size() > kMostNotes;
    }

    void check(const State& state, std::size_t at) {
        const bool finished =
            state.row.state == RowState::Done || state.row.state == RowState::Gone;
        const auto found = [&](const char* property) {
            findings_.violations.emplace(property, depth_[at]);
        };
        if (visible(state) > 1) found("DUP");
        if (finished && visible(state) == 0 && !state.deleted) found("LOST");
        if (state.deleted_when_done && visible(state) > 0) found("GHOST");
    }

    // Backwards from every finished state: what is not reached can never finish.
    void check_progress() {
        std::vector<bool> can_finish(states_.size());
        std::deque<std::size_t> todo;
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const RowState state = states_[i].row.state;
            if (state == RowState::Done || state == RowState::Gone ||
                is_stuck_by_violation(states_[i])) {
                can_finish[i] = true;
                todo.push_back(i);
            }
        }
        for (; !todo.empty(); todo.pop_front()) {
            for (const std::size_t before : predecessors_[todo.front()]) {
                if (can_finish[before]) continue;
                can_finish[before] = true;
                todo.push_back(before);
            }
        }
        const auto wedged = std::ranges::find(can_finish, false);
        if (wedged != can_finish.end()) {
            const auto at = static_cast<std::size_t>(wedged - can_finish.begin());
            findings_.violations.emplace("WEDGE", depth_[at]);
        }
    }

    // What happens without a daemon's doing.
    void environment(const State& state, const Emit& emit) const {
        for (std::size_t i = 0; i < state.zombies.size(); ++i) {
            State dropped = state;
            dropped.zombies.erase(dropped.zombies.begin() + static_cast<std::ptrdiff_t>(i));
            State landed = dropped;
            (void)apply(landed, state.zombies[i]);
            emit(std::move(dropped));
            emit(std::move(landed));
        }
        if (world_.restore && state.restores == 0 && state.row.state != RowState::Planned) {
            State restored = state;
            restored.row = {};
            restored.daemons = {};
            restored.restores = 1;
            emit(std::move(restored));
        }
        if (!world_.human || state.deleted) return;
        for (std::size_t i = 0; i < state.notes.size(); ++i) {
            if (!state.notes[i].associated || state.notes[i].archived) continue;
            State without = state;
            without.notes[i].archived = true;
            without.deleted = true;
            without.deleted_when_done = state.row.state == RowState::Done;
            emit(std::move(without));
        }
    }

    void daemon_steps(const State& state, std::size_t d, const Emit& emit) const {
        const Daemon& daemon = state.daemons[d];
        if (daemon.next == Next::Dead) {
            emit(with(state, d, {.next = Next::Load, .row = {}, .change = {}}));
            return;
        }
        emit(with(state, d, {}));  // killed
        switch (daemon.next) {
            case Next::Load:
                emit(with(state, d, {.next = Next::Act, .row = state.row, .change = {}}));
                break;
            case Next::Act: act(state, d, emit); break;
            case Next::SendCreate: send(state, d, {Step::Create, key_of(state)}, emit); break;
            case Next::Commit: {
                State next = with(state, d, {.next = Next::Load, .row = {}, .change = {}});
                (void)commit(next, daemon.row, daemon.change);
                emit(std::move(next));
                break;
            }
            case Next::Dead: break;
        }
    }

    void act(const State& state, std::size_t d, const Emit& emit) const {
        const Row& row = state.daemons[d].row;
        const bool read_first = state.restores > 0 && world_.fault != Fault::NoReadAfterRestore;
        switch (next_step(real(row), read_first)) {
            case Step::Create: {
                Row sent = abstract(before_create(real(row), {}));
                if (world_.fault == Fault::LookUpNeverExpires) sent.absent = row.absent;
                State next = with(state, d, {.next = Next::Load, .row = {}, .change = {}});
                if (commit(next, row, sent)) {
                    next.daemons[d] = {.next = Next::SendCreate, .row = sent, .change = {}};
                }
                emit(std::move(next));
                break;
            }
            case Step::ReadByKey: read(state, d, emit); break;
            case Step::Associate: send(state, d, {Step::Associate, row.note}, emit); break;
            case Step::None:
                emit(with(state, d, {.next = Next::Load, .row = {}, .change = {}}));
                break;
        }
    }

    void read(const State& state, std::size_t d, const Emit& emit) const {
        const Row& row = state.daemons[d].row;
        KeyState found;
        const auto live = find(state, key_of(state), false);
        const bool overlooked = world_.fault == Fault::ArchivedCountsAbsent;
        const auto archived = overlooked ? std::nullopt : find(state, key_of(state), true);
        if (live && !(archived && world_.archived_wins)) {
            found = {KeyState::Where::Live, RecordId(std::to_string(*live))};
        } else if (archived) {
            found = {KeyState::Where::Archived, RecordId(std::to_string(*archived))};
        }
        emit(answered(state, d, after_read(real(row), found, {})));
        if (world_.fault == Fault::SearchInsteadOfKey) {
            emit(answered(state, d, after_read(real(row), {}, {})));  // not indexed yet
        }
    }

    // Every way in which a request may end.
    void send(const State& state, std::size_t d, const Request& request, const Emit& emit) const {
        State applied = state;
        ++applied.sends;
        const RowOutcome outcome = apply(applied, request);
        if (state.sends >= world_.sends) {
            applied.sends = state.sends;
            emit(answered(applied, d, change_after(state, d, request, outcome)));
            return;
        }
        emit(answered(applied, d, change_after(state, d, request, outcome)));

        const RowOutcome unknown{.id = {}, .error = Error{ErrorCode::Ambiguous, "no answer"}};
        const RowChange doubt = change_after(state, d, request, unknown);
        emit(answered(applied, d, doubt));
        State lost = state;
        ++lost.sends;
        emit(answered(lost, d, doubt));
        if (static_cast<int>(state.zombies.size()) < world_.zombies) {
            lost.zombies.push_back(request);
            std::ranges::sort(lost.zombies);
            emit(answered(lost, d, doubt));
        }
    }

    RowChange change_after(const State& state, std::size_t d, const Request& request,
                           const RowOutcome& outcome) const {
        const OutboxRow row = real(state.daemons[d].row);
        if (request.step == Step::Associate) {
            const bool gone = outcome.error && outcome.error->code == ErrorCode::NotFound;
            return after_associate(row, {{outcome.error, gone, false}}, {});
        }
        return after_create(row, outcome, {});
    }

    // The CRM's side of a write.
    RowOutcome apply(State& state, const Request& request) const {
        if (request.step == Step::Associate) {
            Note& note = state.notes[static_cast<std::size_t>(request.subject)];
            if (note.archived) return {.id = {}, .error = Error{ErrorCode::NotFound, "gone"}};
            note.associated = true;
            return {.id = RecordId(std::to_string(request.subject)), .error = {}};
        }
        const bool is_unique = world_.fault != Fault::SearchInsteadOfKey;
        const bool held = world_.archived == ArchivedKey::Held;
        if (is_unique &&
            (find(state, request.subject, false) || (held && find(state, request.subject, true)))) {
            return {.id = {}, .error = Error{ErrorCode::KeyTaken, "taken"}};
        }
        const bool at_once =
            world_.fault == Fault::AssociateAtOnce || world_.fault == Fault::SearchInsteadOfKey;
        state.notes.push_back({.key = request.subject, .associated = at_once, .archived = false});
        return {.id = RecordId(std::to_string(state.notes.size() - 1)), .error = {}};
    }

    static std::optional<std::size_t> find(const State& state, int key, bool archived) {
        for (std::size_t i = 0; i < state.notes.size(); ++i) {
            if (state.notes[i].key == key && state.notes[i].archived == archived) return i;
        }
        return std::nullopt;
    }

    int key_of(const State& state) const {
        return world_.fault == Fault::RandomKey ? state.restores : 0;
    }

    // The store's side of a change.
    bool commit(State& state, const Row& from, const Row& to) const {
        if (state.row.state != from.state && world_.fault != Fault::NoCompareAndSet) return false;
        state.row = to;
        return true;
    }

    static State with(State state, std::size_t d, const Daemon& daemon) {
        state.daemons[d] = daemon;
        return state;
    }

    // An answer was read; its commit is a step of its own, before which anything may happen.
    static State answered(const State& state, std::size_t d, const RowChange& change) {
        return with(
            state, d,
            {.next = Next::Commit, .row = state.daemons[d].row, .change = abstract(change)});
    }

    World world_;
    Findings findings_;
    std::vector<State> states_;
    std::vector<int> depth_;
    std::vector<std::vector<std::size_t>> predecessors_;
    std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace

Findings explore(const World& world) {
    return Explorer(world).run();
}

}  // namespace mentorsync::model

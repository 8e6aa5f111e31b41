#include "tests/rigs/steps/trial.hpp"

#include <algorithm>
#include <chrono>

#include "tests/rigs/planted/planted_search.hpp"
#include "tests/sandbox/view.hpp"

namespace mentorsync::rigs {

namespace {

using namespace std::chrono_literals;
using store::PullKind;
using tests::World;

constexpr const char* kMentor = "1001";
constexpr const char* kMentee = "1002";
constexpr Instant kNextMonday = World::kMonday + 7 * 24h;

struct PowerCut {};

}  // namespace

Trial::Trial(const World& world, const Cut& cut) : cut_(cut), world_(world) {
    world_.crm.switches().archived_key = cut.archived_key;
    world_.crm.switches().search_lag = 60s;
    world_.crm.witness().keep_requests(false);
    planted::searched_world = &world_;
    for (sandbox::Fault& fault : faults_of(cut)) world_.crm.inject(std::move(fault));
}

Traces Trial::traces() const {
    return {rows_.count(), steps_.writes(), world_.clock.elapsed()};
}

void Trial::reach(int step, const Chooser& chooser) {
    if (is_cut_) return;
    const auto cut = chooser(step);
    if (!cut) return;
    is_cut_ = true;
    cut_ = *cut;
    happen();
}

void Trial::run(const Chooser& chooser) {
    steps_.at_each([this, &chooser](int step) { reach(step, chooser); });
    PortalView view;
    try {
        SteppingTransport network(world_.network, steps_);
        CrmSession session(network, hubspot::kDefaultApiVersion, world_.clock, [] { return 0.5; });
        SteppingStore store(*world_.store, steps_);
        live({.reader = session.reader(),
              .writer = session.writer(),
              .auditor = session.auditor(),
              .store = store,
              .staging = store,
              .mirror = store,
              .outbox = store,
              .clock = world_.clock,
              .observer = world_.observer,
              .state = world_.store.get(),
              .people = world_.store.get()},
             view);
    } catch (const PowerCut&) {
        view = {};
        after_the_cut();
    }
    live(world_.doors(), view);
    world_.crm.release_held();
    settle(world_.doors(), PullKind::Everything, view);
}

// Two Mondays: the start note, and the first progress note; between them somebody works.
void Trial::live(const SyncDoors& doors, PortalView& view) {
    const bool pulls_changes = cut_.tale == Tale::Changes;
    settle(doors, PullKind::Everything, view);
    if (pulls_changes) {
        work();
        find_the_work(doors, view);
        settle(doors, PullKind::Changes, view);
    }
    if (world_.clock.now() < kNextMonday) world_.pass(kNextMonday - world_.clock.now());
    settle(doors, pulls_changes ? PullKind::Changes : PullKind::Everything, view);
}

// One tick without audits, which has nothing but the search to find it.
void Trial::find_the_work(const SyncDoors& doors, PortalView& view) {
    TickChoice choice;
    choice.kind = PullKind::Changes;
    static_cast<void>(run_tick(doors, world_.mapping, choice, view, {}));
    const auto tasks = world_.store->tasks();
    has_seen_work_ =
        tasks && std::ranges::any_of(*tasks, [this](const LearningTask& task) {
            return task.id.text() == world_.truth.tasks.front().id && task.state == TaskState::Done;
        });
}

// Accepts what there is to accept and ticks until nothing is left to tell.
void Trial::settle(const SyncDoors& doors, PullKind kind, PortalView& view) {
    TickChoice choice;
    choice.kind = kind;
    if (kind == PullKind::Changes) {
        choice.audits = {Audit::Trailing, Audit::Associations, Audit::Archived};
    }
    for (int i = 0; i < 8; ++i) {
        choice.consent = {};
        auto done = run_tick(doors, world_.mapping, choice, view, {});
        if (!done && done.error().error.code == ErrorCode::BrakeRefused) {
            if (const auto proposal = world_.propose()) {
                choice.consent.acceptance = proposal->acceptance;
                choice.kind = PullKind::Everything;
                done = run_tick(doors, world_.mapping, choice, view, {});
                choice.kind = kind;
            }
        }
        if (done && !done->delivery.stopped && is_quiet()) return;
        world_.pass(61min);
    }
}

bool Trial::is_quiet() {
    const auto rows = world_.store->notes();
    return rows &&
           std::ranges::all_of(*rows, [](const OutboxRow& row) { return is_final(row.state); });
}

void Trial::work() {
    world_.pass(5min);
    if (!has_worked_) world_.desk().complete_task(world_.truth.tasks.front().id);
    has_worked_ = true;
}

void Trial::happen() {
    if (!sleeps(cut_.what)) throw PowerCut{};
    PortalView view;
    settle(world_.doors(), PullKind::Everything, view);
    if (deletes(cut_.what)) delete_what_is_seen();
    if (merges(cut_.what)) merge_the_mentee();
    if (cut_.held_lands_at_the_cut) world_.crm.release_held();
}

void Trial::after_the_cut() {
    if (deletes(cut_.what)) delete_what_is_seen();
    if (merges(cut_.what)) merge_the_mentee();
    if (cut_.what == What::KillAndErase) world_.desk().erase_for_privacy(kMentee);
    if (cut_.held_lands_at_the_cut) world_.crm.release_held();
    if (forgets(cut_.what)) world_.lose_state();
}

void Trial::merge_the_mentee() {
    const auto& contacts = world_.crm.portal(World::kPortal).shelf(sandbox::Kind::Contact);
    for (const auto& [id, record] : contacts.records()) {
        if (id == kMentor || id == kMentee) continue;
        world_.desk().merge(kMentee, id);
        is_merged_ = true;
        return;
    }
}

void Trial::delete_what_is_seen() {
    for (const char* contact : {kMentor, kMentee}) {
        const auto view = sandbox::see_contact(world_.crm.world(), World::kPortal, contact);
        if (!view) continue;
        for (const sandbox::SeenNote& note : view->notes) {
            world_.desk().remove(sandbox::Kind::Note, note.id);
            deleted_.insert(note.key);
        }
    }
}

void Trial::add_to(Tally& tally, std::size_t due) {
    tally.add("cuts");
    const sandbox::Witness& witness = world_.crm.witness();
    // Never, not only in the end, whatever their keys are.
    bool doubled = witness.most_live() > 1 || witness.most_visible() > 1;
    // A state that was lost does not know of weeks before it was rebuilt, and of somebody who was
    // erased nothing more is told.
    const bool all_are_due = !forgets(cut_.what) && cut_.what != What::KillAndErase;
    for (const char* contact : {kMentor, kMentee}) {
        const std::size_t seen = visible(contact).size();
        const std::size_t wanted = due - std::min(due, deleted_.size());
        if (all_are_due && seen < wanted) tally.add("lost");
        doubled = doubled || (seen > due && cut_.what != What::KillAndErase);
    }
    if (!is_quiet()) tally.add("lost");
    // Where nothing was cut there is no excuse for seeing it late.
    if (!is_cut_ && cut_.tale == Tale::Changes && !has_seen_work_) tally.add("lost");
    if (doubled) tally.add("doubled");
    if (!witness.risen().empty()) tally.add("risen");
    if (!witness.violations().empty()) tally.add("broken");
    if (merges(cut_.what)) tally.add("merged", is_merged_ ? 1 : 0);
}

std::vector<std::string> Trial::visible(const std::string& contact) const {
    std::vector<std::string> keys;
    const auto view = sandbox::see_contact(world_.crm.world(), World::kPortal, contact);
    if (!view) return keys;
    for (const sandbox::SeenNote& note : view->notes) keys.push_back(note.key);
    return keys;
}

}  // namespace mentorsync::rigs

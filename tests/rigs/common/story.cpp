#include "tests/rigs/common/story.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include "tests/sandbox/view.hpp"

namespace mentorsync::rigs {

namespace {

using namespace std::chrono_literals;
using tests::World;

constexpr const char* kMentor = "1001";
constexpr const char* kMentee = "1002";
constexpr int kMostTicks = 12;

bool is_quiet(World& world) {
    const auto rows = world.store->notes();
    const auto counts = world.store->counts();
    return rows && counts && counts->properties_waiting == 0 &&
           std::ranges::all_of(*rows, [](const OutboxRow& row) { return is_final(row.state); });
}

template <class T>
T known(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

std::string state_text(World& world) {
    std::ostringstream out;
    for (const KnownRelationship& one : known(world.store->relationships())) {
        out << one.relationship.id << ' ' << name_of(one.relationship.state) << '\n';
    }
    for (const LearningTask& task : known(world.store->tasks())) {
        out << "task " << task.id << ' ' << name_of(task.state) << '\n';
    }
    for (const OutboxRow& row : known(world.store->notes())) {
        out << "note " << row.key << ' ' << name_of(row.state) << '\n';
    }
    const store::Counts counts = known(world.store->counts());
    out << counts.properties_waiting << " properties wait\n";
    return out.str();
}

// Only audits find what no search shows.
TickChoice choice_of(int stage) {
    TickChoice choice;
    if (stage == 1) choice.kind = store::PullKind::Changes;
    if (stage == 2 || stage == 3) {
        choice.kind = store::PullKind::Changes;
        choice.audits = {Audit::Trailing, Audit::Associations, Audit::Owners, Audit::Archived};
    }
    return choice;
}

}  // namespace

void prepare_stage(World& world, int stage) {
    sandbox::Desk desk = world.desk();
    switch (stage) {
        case 1:
            desk.complete_task(world.truth.tasks.front().id);
            world.pass(5min);
            break;
        case 2: world.pass(World::kMonday + 7 * 24h - world.clock.now()); break;
        case 3:
            desk.edit(sandbox::Kind::Contact, kMentor, {{"firstname", "Kaisa-Maria"}});
            desk.remove(sandbox::Kind::Task, world.truth.tasks.back().id);
            world.pass(3h);
            break;
        case 4:
            desk.unlink(sandbox::Kind::Contact, kMentee, sandbox::Kind::Contact, kMentor);
            world.pass(3h);
            break;
        default: break;
    }
}

void sync_stage(World& world, const Telling& telling, int stage) {
    PortalView view;
    for (int i = 0; i < kMostTicks; ++i) {
        TickChoice choice = choice_of(stage);
        auto done = run_tick(telling.doors(), world.mapping, choice, view, {});
        if (!done && done.error().error.code == ErrorCode::BrakeRefused) {
            if (const auto proposal = world.propose()) {
                choice.consent.acceptance = proposal->acceptance;
                done = run_tick(telling.doors(), world.mapping, choice, view, {});
            }
        }
        if (done && !done->delivery.stopped && is_quiet(world)) return;
        if (!done && telling.on_failure) telling.on_failure(done.error().error);
        world.pass(61min);
    }
}

Ending ending_of(World& world) {
    Ending ending;
    std::ostringstream rest;
    rest << state_text(world);
    for (const char* contact : {kMentor, kMentee}) {
        const auto view = sandbox::see_contact(world.crm.world(), World::kPortal, contact);
        if (!view) continue;
        for (const sandbox::SeenNote& note : view->notes)
            ending.timelines[contact].insert(note.key);
        for (const auto& [name, value] : view->mentorsync) {
            rest << contact << ' ' << name << '=' << value << '\n';
        }
    }
    ending.rest = rest.str();
    return ending;
}

void must_tell(const Ending& whole) {
    for (const char* contact : {kMentor, kMentee}) {
        const auto found = whole.timelines.find(contact);
        if (found == whole.timelines.end() || found->second.empty()) {
            throw std::runtime_error("nothing was told even when nothing went wrong");
        }
    }
}

std::shared_ptr<const store::Sealer> rig_sealer() {
    return known(store::Sealer::from_keys({Secret(std::string(32, 'k'))}));
}

void compare(World& world, const Ending& wanted, Tally& tally) {
    const Ending found = ending_of(world);
    const sandbox::Witness& witness = world.crm.witness();
    bool doubled = witness.most_live() > 1 || witness.most_visible() > 1;
    for (const auto& [contact, keys] : wanted.timelines) {
        const auto at = found.timelines.find(contact);
        for (const std::string& key : std::set<std::string>(keys.begin(), keys.end())) {
            const std::size_t seen = at == found.timelines.end() ? 0 : at->second.count(key);
            if (seen < keys.count(key)) tally.add("lost");
            doubled = doubled || seen > keys.count(key);
        }
        const std::size_t all = at == found.timelines.end() ? 0 : at->second.size();
        doubled = doubled || all > keys.size();
    }
    if (doubled) tally.add("doubled");
    if (!witness.risen().empty()) tally.add("risen");
    for (const std::string& violation : witness.violations()) {
        tally.add("broken");
        std::printf("  violation: %s\n", violation.c_str());
    }
    if (found.rest == wanted.rest) return;
    tally.add("broken");
    std::printf("  ended as\n%s  and not as\n%s", found.rest.c_str(), wanted.rest.c_str());
}

}  // namespace mentorsync::rigs

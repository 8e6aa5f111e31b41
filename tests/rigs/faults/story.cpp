#include "tests/rigs/faults/story.hpp"

#include <algorithm>
#include <string_view>

#include "sync/run/plan_json.hpp"
#include "tests/sandbox/view.hpp"

namespace mentorsync::rigs::disturbed {
namespace {

using namespace std::chrono_literals;
using tests::World;

constexpr Instant kNextMonday = World::kMonday + 7 * 24h;
constexpr int kPatience = 12;  // ticks in which a story must become quiet
constexpr const char* kMentor = "1001";
constexpr const char* kMentee = "1002";

const std::vector<Audit> kAllAudits = {Audit::Trailing, Audit::Associations, Audit::Owners,
                                       Audit::Archived};

TickChoice everything() {
    return {.kind = store::PullKind::Everything};
}
TickChoice changes() {
    return {.kind = store::PullKind::Changes, .audits = kAllAudits};
}

}  // namespace

Story::Story(const World& world) : world_(world) {}

Story::Ticked Story::tick(const TickChoice& choice) {
    auto done = run_tick(world_.doors(), world_.mapping, choice, view_, {});
    if (done || done.error().error.code != ErrorCode::BrakeRefused) return done;
    // A person looks and agrees.
    const auto proposal = world_.propose();
    if (!proposal) return tl::unexpected(proposal.error());
    TickChoice agreed = choice;
    agreed.consent.acceptance = proposal->acceptance;
    return run_tick(world_.doors(), world_.mapping, agreed, view_, {});
}

// The whole state, without when notes are to be audited and what was tried of each: notes that were
// told are audited before anything is pulled, and what that proves is kept.
std::string Story::stored() {
    const auto notes = world_.store->notes();
    if (!notes) return "unreadable";
    const std::string text = world_.dump();
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at) + 1;
        const std::string_view line = std::string_view(text).substr(at, end - at);
        if (!line.starts_with("outbox ") && !line.starts_with("attempt ")) kept += line;
        at = end;
    }
    for (const OutboxRow& row : *notes) {
        kept += row.key.text() + ' ' + std::string(name_of(row.state)) + ' ' +
                (row.note ? row.note->text() : "") + ' ' + row.body.value() + ' ' + row.error;
        for (const RecordId& contact : row.contacts) kept += ' ' + contact.text();
        if (row.state != RowState::Done) kept += ' ' + to_iso8601(row.next_at);
        kept += '\n';
    }
    return kept;
}

void Story::tick_and_watch(const TickChoice& choice, bool& good) {
    const std::string before = stored();
    const auto done = tick(choice);
    if (!done && stored() != before) ++changed_by_failure_;
    good = done && !done->delivery.stopped && is_quiet();
}

bool Story::is_quiet() {
    const auto rows = world_.store->notes();
    const auto waiting = world_.store->waiting_properties(1);
    return rows && waiting && waiting->empty() &&
           std::ranges::all_of(*rows, [](const OutboxRow& row) { return is_final(row.state); });
}

// What `mentorsync notes --retry` does.
void Story::retry_parked() {
    const auto rows = world_.store->notes();
    if (!rows) return;
    for (const OutboxRow& row : *rows) {
        if (row.state != RowState::Parked) continue;
        static_cast<void>(world_.store->advance(
            row.key, RowState::Parked, retried(row, world_.clock.now()), "retry", "by_hand"));
    }
}

void Story::sync_until_quiet(const TickChoice& choice) {
    quiet_ = false;
    for (int i = 0; i < kPatience && !quiet_; ++i) {
        tick_and_watch(choice, quiet_);
        if (quiet_) return;
        world_.pass(i == 0 ? 5min : 61min);
    }
}

void Story::go_to(Instant when) {
    if (world_.clock.now() < when) world_.pass(when - world_.clock.now());
}

void Story::people_work() {
    auto desk = world_.desk();
    const auto seen = sandbox::see_contact(world_.crm.world(), World::kPortal, kMentee);
    if (seen && !seen->tasks.empty()) desk.complete_task(seen->tasks.front().id);
    const std::string task = desk.add(sandbox::Kind::Task, {{"hs_task_subject", "Haaste: one more"},
                                                            {"hs_task_status", "NOT_STARTED"}});
    desk.link(sandbox::Kind::Task, task, sandbox::Kind::Contact, kMentee);
    desk.edit(sandbox::Kind::Contact, kMentor, {{"jobtitle", "Lead"}});
}

Ending Story::tell(const std::vector<sandbox::Fault>& faults, std::size_t refused,
                   std::chrono::milliseconds wait) {
    for (const sandbox::Fault& fault : faults) world_.crm.inject(fault);
    sync_until_quiet(everything());
    go_to(World::kMonday + 24h);
    people_work();
    sync_until_quiet(changes());
    go_to(kNextMonday);
    sync_until_quiet(changes());
    go_to(kNextMonday + 24h);
    world_.crm.release_held();
    world_.crm.clear_faults();
    retry_parked();
    people_work();  // a refused figure waits until it is another one
    sync_until_quiet(everything());
    go_to(kNextMonday + 48h);
    sync_until_quiet(everything());

    const sandbox::Witness& witness = world_.crm.witness();
    Ending ending;
    ending.facts = facts();
    ending.doubled = witness.most_live() > 1 || witness.most_visible() > 1 ? 1 : 0;
    ending.risen = witness.risen().size();
    ending.violations = witness.violations().size();
    ending.changed_by_failure = changed_by_failure_;
    ending.too_early = too_early(refused, wait);
    ending.quiet = quiet_;
    return ending;
}

std::map<std::string, std::string> Story::facts() {
    std::map<std::string, std::string> facts;
    const auto relationships = world_.store->relationships();
    const auto tasks = world_.store->tasks();
    if (!relationships || !tasks) return {{"state", "unreadable"}};
    for (const KnownRelationship& known : *relationships) {
        facts["relationship " + known.relationship.id.text()] =
            known.relationship.state == RelationshipState::Active ? "active" : "ended";
    }
    for (const LearningTask& task : *tasks) {
        facts["task " + task.id.text()] = name_of(task.state);
    }
    for (const auto& [id, contact] :
         world_.crm.portal(World::kPortal).shelf(sandbox::Kind::Contact).records()) {
        const auto view = sandbox::see_contact(world_.crm.world(), World::kPortal, id);
        if (!view) continue;
        for (const sandbox::SeenNote& note : view->notes) facts["note " + id + " " + note.key] = "";
        for (const auto& [name, value] : view->mentorsync)
            facts["value " + id + " " + name] = value;
    }
    return facts;
}

// Requests that left before the wait which one answer asked for was over. What travelled in the
// same wave as that answer does not count.
std::size_t Story::too_early(std::size_t refused, std::chrono::milliseconds wait) const {
    const auto& all = requests();
    if (refused == 0 || refused > all.size()) return 0;
    const sandbox::SeenRequest& answered = all[refused - 1];
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [&](const sandbox::SeenRequest& request) {
            return request.at > answered.at && request.at < answered.at + wait;
        }));
}

std::size_t missing_notes(const Ending& undisturbed, const Ending& ending) {
    return static_cast<std::size_t>(std::ranges::count_if(undisturbed.facts, [&](const auto& fact) {
        return fact.first.starts_with("note ") && !ending.facts.contains(fact.first);
    }));
}

}  // namespace mentorsync::rigs::disturbed

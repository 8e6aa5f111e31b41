// How a life is judged: what must never have happened in it, and what must be so in the end, when
// the CRM is well and time has passed.

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "sync/run/note_keys.hpp"
#include "tests/rigs/simulation/life.hpp"
#include "tests/rigs/simulation/weather.hpp"

namespace mentorsync::rigs {

namespace {

using namespace std::chrono_literals;
using sandbox::Kind;
using tests::World;

constexpr std::chrono::hours kLongestRest{24 * 9};
constexpr int kMostSteps = 3'000;

void complain(Tally& tally, const char* kind, const std::string& what) {
    tally.add(kind);
    std::printf("  %s: %s\n", kind, what.c_str());
}

}  // namespace

bool Life::is_quiet() {
    const auto rows = world_.store->notes();
    const auto counts = world_.store->counts();
    if (!rows || !counts || counts->properties_waiting > 0) return false;
    return board().mood == PortalMood::Ready &&
           std::ranges::all_of(*rows, [](const OutboxRow& row) { return is_final(row.state); });
}

// What is looked at beside the changes and was not since: names, or nothing. A clock that was ahead
// for a while leaves times that have yet to come.
std::string Life::audits_missing_since(Instant since) {
    const auto audits = world_.store->audits();
    if (!audits) return audits.error().message;
    std::string missing;
    for (const char* const name :
         {"trailing", "associations", "owners", "archived", "complete_pass"}) {
        const auto found = std::ranges::find(*audits, name, &store::AuditRow::name);
        if (found == audits->end() || found->finished < since ||
            found->finished > world_.clock.now())
            missing += std::string(name) + " ";
    }
    return missing;
}

// Goes on without events until every audit was made and a complete pull would change nothing. An
// admin shortens the intervals, so that a life is longer than its rest.
void Life::come_to_rest(Tally& tally) {
    clear_weather(world_);
    world_.clock.set_now(true_clock_.now());
    PortalSettings& settings = configuration_.settings;
    settings.pull_every = settings.associations_every = settings.archived_every = 1h;
    settings.complete_pass_every = 4h;
    service_->reconfigure(configuration_);
    const auto end = world_.clock.elapsed() + kLongestRest;
    const Instant begun = world_.clock.now();
    for (int i = 0; i < kMostSteps && world_.clock.elapsed() < end; ++i) {
        accept_if_held();
        step();
        if (audits_missing_since(begun).empty() && is_quiet()) {
            const auto rest = proposal();
            if (rest && rest->plan.actions.empty()) return;
        }
        world_.clock.advance(std::max(service_->until_due(), std::chrono::milliseconds(1)));
    }
    const auto rest = proposal();
    complain(tally, "lost",
             std::string("no rest within nine days: ") +
                 "without audits: " + audits_missing_since(begun) + "(budget " +
                 std::to_string(configuration_.settings.audit_budget) + "), mood " +
                 std::string(name_of(board().mood)) + " " + board().message + ", " +
                 (rest ? std::to_string(rest->plan.actions.size()) + " actions left"
                       : rest.error().error.message));
}

// Nothing new: nothing may come of it.
void Life::stay_at_rest() {
    for (int i = 0; i < kMostSteps && cycles() < kLeastCycles; ++i) {
        world_.clock.advance(std::max(service_->until_due(), std::chrono::milliseconds(1)));
        step();
    }
}

void Life::judge_note(const OutboxRow& row, Tally& tally) {
    const sandbox::Portal& portal = world_.crm.portal(World::kPortal);
    // Under any key that the same note has had, since its people were merged, or by its id.
    const auto aliases = world_.store->aliases();
    const auto keys = keys_of(row, PortalId(World::kPortal), aliases.value());
    const bool was_deleted = (row.note && people_.deleted().contains(row.note->text())) ||
                             std::ranges::any_of(keys, [this](const NoteKey& key) {
                                 return people_.deleted().contains(key.text());
                             });
    const bool all_touched = std::ranges::all_of(row.contacts, [this](const RecordId& contact) {
        return people_.touched().contains(contact.text());
    });
    // Of somebody who was erased nothing more is told, to nobody; nor what waited to be told of the
    // CRM user who they were.
    const std::string& relationship = row.identity.relationship.text();
    const bool waited_for_erased_user =
        !row.note && std::ranges::any_of(people_.erased_users(), [&](const std::string& user) {
            return relationship.starts_with("pair:owner:" + user + ":");
        });
    const bool is_of_erased =
        waited_for_erased_user || relationship.find("erased-") != std::string::npos;
    std::string what = row.key.text() + " " + std::string(name_of(row.state)) + " " +
                       row.identity.relationship.text() + " " + row.error + " of";
    for (const RecordId& contact : row.contacts) what += " " + contact.text();
    if (!is_final(row.state)) return complain(tally, "lost", what);
    if (row.state == RowState::Parked || row.state == RowState::Gone) {
        if (!was_deleted && !all_touched && !is_of_erased) complain(tally, "lost", what);
        return;
    }
    if (row.state != RowState::Done || was_deleted) return;
    if (!row.note || portal.shelf(Kind::Note).find_live(row.note->text()) == nullptr) {
        if (!all_touched) complain(tally, "lost", what + ": there is no such note");
        return;
    }
    for (const RecordId& contact : row.contacts) {
        if (people_.touched().contains(contact.text())) continue;
        if (!portal.links.has(Kind::Note, row.note->text(), Kind::Contact, contact.text())) {
            complain(tally, "lost", what + ": not on the timeline of " + contact.text());
        }
    }
}

void Life::judge_state(const Proposal& truth, Tally& tally) {
    const auto stored = world_.store->accounting();
    if (!stored) return complain(tally, "broken", stored.error().message);
    const store::Accounting found = truth.accounting();
    if (found.total != stored->total || found.in_sync != stored->in_sync ||
        found.failing.size() != stored->failing.size() || found.excluded != stored->excluded) {
        complain(tally, "broken",
                 "of " + std::to_string(found.total) + " records " + std::to_string(found.in_sync) +
                     " are in sync, but the state says " + std::to_string(stored->in_sync) +
                     " of " + std::to_string(stored->total));
    }
}

// Nothing is kept of somebody whom the law let be forgotten. Where nobody is left in the programme
// nobody proves that the CRM would find anybody.
void Life::judge_erased(const Proposal& truth, Tally& tally) {
    if (truth.pull.records == 0) return;
    for (const std::string& contact : people_.erased()) {
        const auto about = world_.store->about(RecordId(contact));
        if (!about) return complain(tally, "broken", about.error().message);
        for (const auto& [where, what] : *about) {
            complain(tally, "broken", "of erased contact " + contact + " is kept: " + where);
        }
    }
}

void Life::judge(Tally& tally) {
    const sandbox::Witness& witness = world_.crm.witness();
    if (witness.most_live() > 1 || witness.most_visible() > 1) {
        complain(tally, "doubled",
                 std::to_string(witness.most_live()) + " live, " +
                     std::to_string(witness.most_visible()) + " visible at once");
    }
    for (const std::string& key : witness.risen()) complain(tally, "risen", key);
    for (const std::string& what : witness.violations()) complain(tally, "broken", what);
    if (wire_.leaks() > 0) complain(tally, "broken", "a canary left");
    if (wire_.early() > 0) complain(tally, "broken", "the CRM was asked before it wanted to be");
    if (wire_.sent_blindly() > 0) complain(tally, "broken", "a note was sent again unseen");
    if (log_.mentions(kCanary)) complain(tally, "broken", "a canary is in the log");
    const auto rows = world_.store->notes();
    if (!rows) return complain(tally, "broken", rows.error().message);
    tally.add("notes", rows->size());
    for (const OutboxRow& row : *rows) judge_note(row, tally);
    const auto truth = proposal();
    if (!truth) return complain(tally, "broken", truth.error().error.message);
    judge_erased(*truth, tally);
    judge_state(*truth, tally);
}

}  // namespace mentorsync::rigs

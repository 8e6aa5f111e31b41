#include "sync/run/cycle.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "sync/run/hashing.hpp"
#include "sync/run/plan_json.hpp"
#include "sync/run/schedule.hpp"

namespace mentorsync {

namespace {

using Blocked = tl::unexpected<Obstacle>;

constexpr std::size_t kShown = 12;

Blocked blocked(Error error) {
    return Blocked(Obstacle{std::move(error), {}});
}

// Until a create without a unique key has its own protocol, nothing may be created that way.
Result<void> check_unique_key(const RuleSet& rules) {
    if (rules.has_unique_key()) return {};
    return fail(ErrorCode::Configuration,
                "\"without_unique_key\": \"settle\" is not available in this version; remove it, "
                "and run: mentorsync setup");
}

// Binds the mapping to the portal that the credentials open.
tl::expected<RuleSet, Obstacle> bind(const CycleSources& sources, const std::stop_token& stop) {
    const auto schema = sources.crm.schema(stop);
    if (!schema) return blocked(schema.error());
    auto rules = bind_mapping(sources.mapping, *schema);
    if (rules) {
        if (const auto key = check_unique_key(*rules); !key) return blocked(key.error());
        return *std::move(rules);
    }
    return Blocked(Obstacle{Error{ErrorCode::Configuration, "the mapping does not fit the portal"},
                            std::move(rules).error()});
}

// What the connector could not read counts as failing, whatever else was read of it.
void add_unreadable(const std::vector<UnreadableRecord>& unreadable, Translation& translation) {
    for (const UnreadableRecord& one : unreadable) {
        translation.statuses[one.record] = RecordStatus::Failing;
        const SetAside aside{.record = one.record,
                             .status = RecordStatus::Failing,
                             .rule = {},
                             .code = "unreadable",
                             .reason = one.reason};
        auto& list = translation.set_aside;
        list.insert(std::ranges::lower_bound(list, one.record, {}, &SetAside::record), aside);
    }
}

struct Pulled {
    Translation translation;
    PullReport report;
    std::size_t people_in_list = 0;
};

Result<Pulled> pull_and_translate(const CycleSources& sources, const RuleSet& rules, CrmSink& sink,
                                  const std::stop_token& stop) {
    const auto report = sources.crm.pull(rules.scope(), sink, sources.observer, stop);
    if (!report) return Failure(report.error());
    auto snapshot = sink.taken();
    if (!snapshot) return Failure(snapshot.error());
    snapshot->coverage = report->coverage;
    const auto aliases = sources.store.aliases();
    if (!aliases) return Failure(aliases.error());
    Translation translation = rules.translate(*snapshot, *aliases);
    add_unreadable(snapshot->unreadable, translation);
    return Pulled{.translation = std::move(translation),
                  .report = *report,
                  .people_in_list = rules.people_in_list(*snapshot).value_or(0)};
}

std::string hash_of_acceptance(const Proposal& proposal) {
    return sha256_hex("mentorsync/accept/1\n" + proposal.account.portal.text() + "\n" +
                      proposal.mapping_hash + "\n" +
                      acceptance_text(proposal.plan, proposal.brakes))
        .substr(0, kShown);
}

OutboxRow outbox_row(const Proposal& proposal, const QueueNote& note) {
    return {.key = derive_note_key(proposal.account.portal, note.identity),
            .identity = note.identity,
            .contacts = note.contacts,
            .timestamp = note.timestamp,
            .body = proposal.rules.render_note(note.facts),
            .state = RowState::Planned,
            .next_at = proposal.now};
}

}  // namespace

store::Accounting Proposal::accounting() const {
    store::Accounting accounting;
    accounting.total = translation.statuses.size();
    for (const auto& [record, status] : translation.statuses) {
        if (status == RecordStatus::InSync) ++accounting.in_sync;
    }
    // A record may be set aside for several reasons; the first of its own status names it.
    const RecordRef* last = nullptr;
    for (const SetAside& aside : translation.set_aside) {
        const bool is_its_status = translation.statuses.at(aside.record) == aside.status;
        if (!is_its_status || (last != nullptr && *last == aside.record)) continue;
        last = &aside.record;
        if (aside.status == RecordStatus::Failing) {
            accounting.failing.push_back(aside);
        } else {
            ++accounting.excluded[aside.code];
        }
    }
    return accounting;
}

tl::expected<Proposal, Obstacle> propose(const CycleSources& sources, CrmSink& sink,
                                         const std::stop_token& stop) {
    const auto account = sources.crm.account(stop);
    if (!account) return blocked(account.error());
    const auto state = sources.store.portal();
    if (!state) return blocked(state.error());
    if (state->portal && *state->portal != account->portal) {
        return blocked({ErrorCode::WrongPortal, "the key opens portal " + account->portal.text() +
                                                    ", but this state is of portal " +
                                                    state->portal->text() +
                                                    "; use that portal's key, or another store"});
    }
    auto rules = bind(sources, stop);
    if (!rules) return Blocked(std::move(rules).error());

    Proposal proposal{.account = *account, .rules = *std::move(rules)};
    auto pulled = pull_and_translate(sources, proposal.rules, sink, stop);
    if (!pulled) return blocked(pulled.error());
    proposal.translation = std::move(pulled->translation);
    proposal.pull = pulled->report;
    proposal.people_in_list = pulled->people_in_list;

    const Programme& programme = proposal.rules.programme();
    proposal.now = sources.clock.now();
    std::optional<Period> due;
    if (programme.schedule) {
        due = last_due_period(*programme.schedule, programme.time_zone, proposal.now);
    }
    const auto known = sources.store.load(proposal.translation.seen, due);
    if (!known) return blocked(known.error());
    proposal.plan = make_plan(proposal.translation.seen, *known, programme, due, proposal.now);

    proposal.mapping_hash = sha256_hex(sources.mapping.canonical_text());
    const BrakeContext context{
        .first_sync = !state->portal,
        .mapping_accepted = state->accepted_mapping == proposal.mapping_hash,
        .people_list_emptied = state->people_in_list > 0 && proposal.people_in_list == 0};
    proposal.brakes = brakes_of(proposal.plan, *known, context, programme.brakes);
    proposal.acceptance = hash_of_acceptance(proposal);
    proposal.plan_hash = hash_of_plan(proposal.mapping_hash, canonical_json(proposal.plan));
    return proposal;
}

Result<void> check_consent(const Proposal& proposal, const Consent& consent) {
    if (consent.plan_hash && *consent.plan_hash != proposal.plan_hash) {
        return fail(ErrorCode::PlanStale,
                    "the saved plan is no longer what would be done; look again: mentorsync plan");
    }
    const bool accepted = consent.plan_hash || consent.acceptance == proposal.acceptance;
    if (proposal.brakes.empty() || accepted) return {};

    std::string reasons;
    for (const Brake& brake : proposal.brakes) {
        reasons += (reasons.empty() ? "" : "; ") + brake.reason;
    }
    const char* const what =
        consent.acceptance ? "what was accepted is not what would be done" : "nothing was done";
    return fail(ErrorCode::BrakeRefused, std::string(what) + ": " + reasons +
                                             "; look with: mentorsync plan, then: mentorsync sync "
                                             "--accept HASH");
}

Result<void> commit_proposal(const Proposal& proposal, store::StateStore& store) {
    const store::Accounting accounting = proposal.accounting();
    const std::size_t told =
        accounting.in_sync + accounting.excluded_total() + accounting.failing.size();
    if (told != accounting.total) {
        return fail(ErrorCode::Internal, "of " + std::to_string(accounting.total) +
                                             " records only " + std::to_string(told) +
                                             " are accounted for; nothing was stored");
    }
    store::Commit commit{.portal = proposal.account.portal,
                         .plan = proposal.plan,
                         .aliases = proposal.translation.seen.aliases,
                         .accounting = accounting,
                         .accepted_mapping = proposal.mapping_hash,
                         .people_in_list = proposal.people_in_list,
                         .coverage = proposal.translation.seen.coverage,
                         .now = proposal.now};
    for (const Action& action : proposal.plan.actions) {
        if (const auto* const note = std::get_if<QueueNote>(&action)) {
            commit.notes.push_back(outbox_row(proposal, *note));
        } else if (const auto* const value = std::get_if<QueueProperty>(&action)) {
            commit.properties.push_back(
                {.contact = value->contact, .property = value->property, .value = value->value});
        }
    }
    return store.commit(commit);
}

}  // namespace mentorsync

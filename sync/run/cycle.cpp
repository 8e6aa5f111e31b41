#include "sync/run/cycle.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "sync/plan/present_id.hpp"
#include "sync/run/hashing.hpp"
#include "sync/run/plan_json.hpp"
#include "sync/run/schedule.hpp"

namespace mentorsync {

namespace {

using Blocked = tl::unexpected<Obstacle>;

constexpr std::size_t kShown = 12;

// Until a create without a unique key has its own protocol, nothing may be created that way.
Result<void> check_unique_key(const RuleSet& rules) {
    if (rules.has_unique_key()) return {};
    return fail(ErrorCode::Configuration,
                "\"without_unique_key\": \"settle\" is not available in this version; remove it, "
                "and run: mentorsync setup");
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

bool brought(const CrmSnapshot& snapshot, RecordKind kind) {
    return std::ranges::find(snapshot.records, kind, &CrmRecord::kind) != snapshot.records.end();
}

// A list that people were on and nobody is on now, other than the programme's own.
Result<bool> is_a_group_list_emptied(const CrmMirror& mirror, const RuleSet& rules,
                                     const CrmSnapshot& snapshot) {
    for (const ListId& list : rules.scope().member_lists) {
        if (std::ranges::find(snapshot.memberships, list, &CrmMembership::list) !=
            snapshot.memberships.end()) {
            continue;
        }
        const auto before = mirror.members(list);
        if (!before) return Failure(before.error());
        if (!before->empty()) return true;
    }
    return false;
}

// The CRM's own association is gone with the merge, so that no rule can tell.
void tell_of_merged_pairs(const Plan& plan, Translation& translation) {
    for (const Action& action : plan.actions) {
        const auto* const end = std::get_if<EndRelationship>(&action);
        if (end == nullptr) continue;
        const auto people = people_of_pair(present_id(end->relationship, translation.seen.aliases));
        if (!people || people->first != people->second) continue;
        const auto person = std::ranges::find(translation.seen.people, people->first, &Person::id);
        if (person == translation.seen.people.end() || !person->contact) continue;
        const RecordRef contact{RecordKind::Contact, *person->contact};
        translation.statuses[contact] = RecordStatus::Failing;
        const SetAside aside{.record = contact,
                             .status = RecordStatus::Failing,
                             .rule = {},
                             .code = "merged_with_mentor",
                             .reason =
                                 "it was merged with its mentor, and nobody is their own "
                                 "mentor; name another mentor"};
        auto& list = translation.set_aside;
        list.insert(std::ranges::lower_bound(list, contact, {}, &SetAside::record), aside);
    }
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

std::string hash_of_mapping(const Mapping& mapping) {
    return sha256_hex(mapping.canonical_text());
}

Result<CrmAccount> identify(CrmReader& crm, const store::PortalState& state,
                            const std::stop_token& stop) {
    auto account = crm.account(stop);
    if (account && state.portal && *state.portal != account->portal) {
        return fail(ErrorCode::WrongPortal, "the key opens portal " + account->portal.text() +
                                                ", but this state is of portal " +
                                                state.portal->text() +
                                                "; use that portal's key, or another store");
    }
    return account;
}

tl::expected<RuleSet, Obstacle> bind_to_portal(CrmReader& crm, const Mapping& mapping,
                                               const std::stop_token& stop) {
    const auto schema = crm.schema(stop);
    if (!schema) return blocked(schema.error());
    auto rules = bind_mapping(mapping, *schema);
    if (rules) {
        if (const auto key = check_unique_key(*rules); !key) return blocked(key.error());
        return *std::move(rules);
    }
    return Blocked(Obstacle{Error{ErrorCode::Configuration, "the mapping does not fit the portal"},
                            std::move(rules).error()});
}

Result<Proposal> decide(const CycleSources& sources, const Situation& situation,
                        const CrmSnapshot& snapshot) {
    Proposal proposal{.account = situation.account, .rules = situation.rules};
    const RuleSet& rules = proposal.rules;
    const Programme& programme = rules.programme();
    const auto aliases = sources.store.aliases();
    if (!aliases) return Failure(aliases.error());
    proposal.translation = rules.translate(snapshot, *aliases);
    add_unreadable(snapshot.unreadable, proposal.translation);
    proposal.pull = situation.pull;
    proposal.kind = situation.kind;
    proposal.people_in_list = rules.people_in_list(snapshot).value_or(0);
    proposal.now = sources.clock.now();

    const auto due = due_period(programme, proposal.now);
    if (due) proposal.due_period = due->id;
    // Only what is new has to be stored.
    proposal.new_aliases = proposal.translation.seen.aliases;
    std::erase_if(proposal.new_aliases, [&aliases](const auto& alias) {
        const auto stored = aliases->find(alias.first);
        return stored != aliases->end() && stored->second == alias.second;
    });
    const auto known = sources.store.load(proposal.translation.seen, due);
    if (!known) return Failure(known.error());
    proposal.plan = make_plan(proposal.translation.seen, *known, programme, due, proposal.now);

    tell_of_merged_pairs(proposal.plan, proposal.translation);

    const auto emptied = is_a_group_list_emptied(sources.mirror, rules, snapshot);
    if (!emptied) return Failure(emptied.error());
    proposal.mapping_hash = situation.mapping_hash;
    const store::PortalState& state = situation.state;
    const bool is_whole = snapshot.coverage == Coverage::Everything;
    const BrakeContext context{
        .first_sync = !state.portal,
        .mapping_accepted = state.accepted_mapping == proposal.mapping_hash,
        .people_list_emptied = state.people_in_list > 0 && proposal.people_in_list == 0,
        .group_list_emptied = *emptied,
        .brought_no_contact = is_whole && !brought(snapshot, RecordKind::Contact),
        .brought_no_task = is_whole && !brought(snapshot, RecordKind::Task)};
    proposal.brakes = brakes_of(proposal.plan, *known, context, programme.brakes);
    proposal.acceptance = hash_of_acceptance(proposal);
    proposal.plan_hash = hash_of_plan(proposal.mapping_hash, canonical_json(proposal.plan));
    return proposal;
}

tl::expected<Proposal, Obstacle> propose(const CycleSources& sources, CrmSink& sink,
                                         const std::stop_token& stop) {
    const auto state = sources.store.portal();
    if (!state) return blocked(state.error());
    const auto account = identify(sources.crm, *state, stop);
    if (!account) return blocked(account.error());
    const auto rules = bind_to_portal(sources.crm, sources.mapping, stop);
    if (!rules) return Blocked(rules.error());
    const auto report = sources.crm.pull(rules->scope(), sink, sources.observer, stop);
    if (!report) return blocked(report.error());
    auto snapshot = sink.taken();
    if (!snapshot) return blocked(snapshot.error());
    snapshot->coverage = report->coverage;
    auto proposal = decide(sources,
                           {.account = *account,
                            .rules = *rules,
                            .mapping_hash = hash_of_mapping(sources.mapping),
                            .state = *state,
                            .pull = *report},
                           *snapshot);
    if (!proposal) return blocked(proposal.error());
    return *std::move(proposal);
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

std::vector<store::AuditRow> audit_rows(const PullReport& report, Instant now) {
    std::vector<store::AuditRow> rows;
    for (const AuditReport& audit : report.audits) {
        if (!audit.finished) continue;
        rows.push_back({.name = std::string(name_of(audit.audit)),
                        .finished = now,
                        .requests = audit.requests,
                        .found = audit.found});
    }
    return rows;
}

Result<void> commit_proposal(const Proposal& proposal, std::vector<store::AuditRow> audits,
                             store::StateStore& store) {
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
                         .aliases = proposal.new_aliases,
                         .accounting = accounting,
                         .accepted_mapping = proposal.mapping_hash,
                         .people_in_list = proposal.people_in_list,
                         .coverage = proposal.translation.seen.coverage,
                         .now = proposal.now,
                         .kind = proposal.kind,
                         .cursors = proposal.pull.cursors,
                         .audits = std::move(audits),
                         .planned_period = proposal.due_period};
    if (proposal.kind == store::PullKind::Everything && commit.coverage == Coverage::Everything) {
        commit.audits.push_back({.name = "complete_pass",
                                 .finished = proposal.now,
                                 .requests = proposal.pull.requests});
    }
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

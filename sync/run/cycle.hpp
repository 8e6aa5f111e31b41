// One cycle: pull, translate, plan, brakes, commit, deliver. Data goes through it once, in one
// direction; the decisions are made in `sync/rules` and `sync/plan`.

#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/log.hpp"
#include "sync/plan/brakes.hpp"
#include "sync/plan/plan.hpp"
#include "sync/rules/rule_set.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// What a cycle reads from.
struct CycleSources {
    CrmReader& crm;
    store::StateStore& store;
    const CrmMirror& mirror;
    const Mapping& mapping;
    const Clock& clock;
    PullObserver& observer;
};

// What would be done, and everything that people ask about it.
struct Proposal {
    CrmAccount account;
    RuleSet rules;
    Translation translation = {};
    Aliases new_aliases = {};  // of `translation`, those that are not stored yet
    Plan plan = {};
    std::vector<Brake> brakes = {};
    std::string mapping_hash = {};
    std::string acceptance = {};  // what `sync --accept` takes, 12 hexadecimal digits
    std::string plan_hash = {};   // of the mapping and every action: for saved plans
    PullReport pull = {};
    store::PullKind kind = store::PullKind::Everything;
    std::size_t people_in_list = 0;
    std::string due_period = {};  // of the progress notes whose slot came last; empty: none
    Instant now{};

    // What became of the records; its parts sum up to the total.
    [[nodiscard]] store::Accounting accounting() const;
};

// Why nothing can be proposed: one error, and the faults in the mapping when that is the reason.
struct Obstacle {
    Error error;
    Faults faults;
};

[[nodiscard]] inline tl::unexpected<Obstacle> blocked(Error error) {
    return tl::unexpected(Obstacle{std::move(error), {}});
}

// Asks the CRM which portal the credentials open. Fails with WrongPortal when `state` is of
// another one.
[[nodiscard]] Result<CrmAccount> identify(CrmReader& crm, const store::PortalState& state,
                                          const std::stop_token& stop);

// Reads the portal's schema and binds the mapping to it. Fails with Configuration, and faults, when
// it does not fit.
[[nodiscard]] tl::expected<RuleSet, Obstacle> bind_to_portal(CrmReader& crm, const Mapping& mapping,
                                                             const std::stop_token& stop);

// What is known before a decision, beside the records.
struct Situation {
    CrmAccount account;
    RuleSet rules;
    std::string mapping_hash;  // `hash_of_mapping`
    store::PortalState state;
    store::PullKind kind = store::PullKind::Everything;
    PullReport pull = {};
};

// The hash by which an accepted mapping is known again.
[[nodiscard]] std::string hash_of_mapping(const Mapping& mapping);

// Reads what the records mean and plans. Changes nothing.
[[nodiscard]] Result<Proposal> decide(const CycleSources& sources, const Situation& situation,
                                      const CrmSnapshot& snapshot);

// Pulls everything into `sink` and decides. Changes nothing but `sink`.
//
// Fails with Configuration and faults when the mapping does not fit the portal, WrongPortal when
// the state is of another one, and as the doors do.
[[nodiscard]] tl::expected<Proposal, Obstacle> propose(const CycleSources& sources, CrmSink& sink,
                                                       const std::stop_token& stop);

// What a person agreed to beforehand.
struct Consent {
    std::optional<std::string> acceptance = {};  // the brakes and relationships that were shown
    std::optional<std::string> plan_hash = {};   // a saved plan: exactly this, or nothing
};

// Whether `proposal` may be carried out. Fails with BrakeRefused or PlanStale, naming the way out.
[[nodiscard]] Result<void> check_consent(const Proposal& proposal, const Consent& consent);

// The audits that a pull has finished, as they are stored.
[[nodiscard]] std::vector<store::AuditRow> audit_rows(const PullReport& report, Instant now);

// Stores all of `proposal`, queues what the CRM is to be told and notes the audits that were made,
// in one transaction.
[[nodiscard]] Result<void> commit_proposal(const Proposal& proposal,
                                           std::vector<store::AuditRow> audits,
                                           store::StateStore& store);

}  // namespace mentorsync

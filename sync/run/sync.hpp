// What `mentorsync sync` does with one portal: a cycle from pull to delivery.

#pragma once

#include <functional>
#include <stop_token>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "sync/run/cycle.hpp"
#include "sync/run/deliver.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// Erases, wherever else they may lie, all those who were erased in the state.
using ForgetElsewhere = std::function<Result<void>(store::PersonalData& state, Instant)>;

struct SyncDoors {
    CrmReader& reader;
    CrmWriter& writer;
    CrmAuditor& auditor;
    store::StateStore& store;
    store::Staging& staging;
    const CrmMirror& mirror;
    store::Outbox& outbox;
    const Clock& clock;
    PullObserver& observer;

    // Of the same store. Without the one no orphan is looked for, without the other nobody who was
    // erased is found or kept out.
    store::StateReader* state = nullptr;
    store::PersonalData* people = nullptr;
    ForgetElsewhere forget_elsewhere = {};  // called after somebody was forgotten here
};

struct SyncReport {
    Proposal proposal;
    DeliveryReport delivery;
    std::optional<Error> unclean_backups;  // why one may still hold somebody who was erased
};

// Pulls, decides, stores and tells the CRM. Without consent to what trips a brake it stores and
// writes nothing. What an earlier cycle left in the outbox is delivered too.
//
// Fails as `propose`, `check_consent`, `commit_proposal` and `deliver` do. A failed pull keeps its
// pages, so that the next one goes on from there; a refused one is forgotten.
[[nodiscard]] tl::expected<SyncReport, Obstacle> run_sync(const SyncDoors& doors,
                                                          const Mapping& mapping,
                                                          const Consent& consent,
                                                          const std::stop_token& stop);

}  // namespace mentorsync

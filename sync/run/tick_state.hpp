// One tick under way. Shared by tick.cpp, tick_pull.cpp and tick_audits.cpp.

#pragma once

#include <cstddef>
#include <stop_token>
#include <utility>
#include <vector>

#include "sync/run/erased_people.hpp"
#include "sync/run/tick.hpp"

namespace mentorsync {

class Tick {
public:
    template <class T>
    using Step = tl::expected<T, Obstacle>;

    Tick(const SyncDoors& doors, const Mapping& mapping, const TickChoice& choice, PortalView& view,
         const std::stop_token& stop)
        : doors_(doors),
          mapping_(mapping),
          choice_(choice),
          view_(view),
          stop_(stop),
          sink_(doors.staging, doors.people) {}

    Step<TickReport> run();

private:
    // tick_pull.cpp
    [[nodiscard]] bool is_view_old() const;
    [[nodiscard]] bool is_view_stale() const;
    Step<void> read_schema();
    Step<void> pull_for_certain();
    [[nodiscard]] store::PullKind kind_to_pull() const;
    Result<void> pull();
    Result<PullReport> pull_as(store::PullKind kind);
    Result<void> look_for_erased();
    Result<void> prove_erased();
    Result<void> pull_without_a_witness();
    [[nodiscard]] PlanReason reason() const;

    // tick.cpp
    Result<void> forget_elsewhere();
    Result<void> erase_all_the_same();
    Step<void> keep_up();
    Step<void> plan_and_store();
    Step<Proposal> proposed();
    Step<void> look_again(const Proposal& proposal);
    Step<void> look_twice(Proposal& proposal);
    [[nodiscard]] Step<void> consented(const Proposal& proposal) const;
    Step<void> deliver_what_is_due();
    [[nodiscard]] DeliveryDoors delivery_doors() const;

    // tick_audits.cpp
    Result<void> audit();
    Result<void> sweep();
    [[nodiscard]] std::size_t audit_requests_left() const;
    [[nodiscard]] std::vector<store::AuditRow> audits_made(Instant now) const;

    const SyncDoors& doors_;
    const Mapping& mapping_;
    const TickChoice& choice_;
    PortalView& view_;
    const std::stop_token& stop_;

    PrivacySink sink_;
    store::PortalState state_;
    CrmAccount account_;
    TickReport report_;
    bool begins_sweeping_ = false;
};

}  // namespace mentorsync

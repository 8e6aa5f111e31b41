// The inside of `PortalService`: what it knows between two steps. Used by its own files only:
// portal_service.cpp, service_ticks.cpp, service_requests.cpp, service_mood.cpp.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "sync/run/agenda.hpp"
#include "sync/run/portal_service.hpp"
#include "sync/run/tick.hpp"

namespace mentorsync {

struct PortalService::State {
    State(ServiceDoors given, PortalConfiguration wanted);

    // service_ticks.cpp
    [[nodiscard]] bool is_tick_due();
    [[nodiscard]] Monotonic tick_due_at();
    [[nodiscard]] TickChoice choose() const;
    [[nodiscard]] Result<void> connect();
    void tell_faults(const Obstacle& obstacle);
    // Does one tick whenever it is called, and settles when the next one is due.
    [[nodiscard]] tl::expected<TickReport, Obstacle> tick(const TickChoice& choice,
                                                          const std::stop_token& stop);
    // Whether effects wait for their time, and nothing forbids to tell the CRM of them.
    [[nodiscard]] bool may_deliver() const;
    void deliver_due(const std::stop_token& stop);
    void look_for_deliveries();
    [[nodiscard]] Monotonic next_time(Duty duty);
    void settle_duties(const TickChoice& choice, const TickReport& report);
    // After a tick that was held and sent so many requests.
    void put_off_duties(const TickChoice& choice, const Error& error, std::uint64_t requests);
    void settle_notes(std::string_view audit, const NoteAudit& report);
    void tell_broken_audit(std::string_view audit, const Error& error);

    // service_requests.cpp
    void serve_requests(const std::stop_token& stop);
    [[nodiscard]] store::Answer answer_to(const store::Request& request,
                                          const std::stop_token& stop);
    [[nodiscard]] store::Answer answer_sync(const store::Request& request,
                                            const std::stop_token& stop);

    // service_mood.cpp
    // The ticks between do not see what a complete pass or an audit was held for.
    void went_well(const std::optional<Error>& unclean_backups);
    void failed(const Error& error);
    void show(PortalMood mood, const Error* error);
    void keep_health();
    void count_traffic();
    void count_audit(std::string_view audit, std::size_t requests, std::size_t found);
    void count_delivery(const DeliveryReport& delivery);
    void read_gauges();
    void post();

    // portal_service.cpp
    void adopt_configuration();
    [[nodiscard]] Result<void> recall();
    [[nodiscard]] bool can_use_store();

    [[nodiscard]] const std::string& name() const { return configuration.settings.name; }
    [[nodiscard]] Monotonic elapsed() const { return doors.clock.elapsed(); }

    ServiceDoors doors;
    store::SqlStore& store;
    PortalConfiguration configuration;
    std::mutex mutex;                            // of `pending`
    std::optional<PortalConfiguration> pending;  // left by `reconfigure`

    bool is_store_sound = true;  // false: it failed, and is looked at again at `retry_at`
    bool has_recalled = false;   // what the store knows of earlier processes was read
    std::unique_ptr<CrmSession> crm;
    http::TrafficReport counted;  // of `crm`, in the counters already
    PortalView view;

    Monotonic next_pull{};
    DutyTimes duties;
    AuditBudget budget;
    std::map<Duty, Error> held;  // whose ticks a brake refused, until one of them goes well
    std::map<std::string, ErrorCode, std::less<>> broken_audits;  // of notes, as the log has them
    SlotWatch slots;
    std::optional<Monotonic> delivery_at;
    std::optional<Monotonic> retry_at;      // after a failure: no tick before
    std::optional<Monotonic> paused_until;  // no tick and no delivery before
    std::size_t failures = 0;               // in a row

    PortalBoard board;
    store::Health kept;  // as the store has it
};

}  // namespace mentorsync

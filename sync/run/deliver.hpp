// Tells the CRM what was decided: walks the outbox through the write protocol of
// sync/plan/outbox.hpp, one durable step after the other.

#pragma once

#include <optional>
#include <stop_token>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

struct DeliveryDoors {
    PortalId portal;  // that the credentials open now, and the rows are of
    CrmWriter& writer;
    CrmAuditor& auditor;
    store::StateStore& store;
    store::Outbox& outbox;
    const Clock& clock;
};

struct DeliveryReport {
    int notes_done = 0;
    int notes_gone = 0;
    int notes_parked = 0;
    int properties_set = 0;
    int properties_parked = 0;

    // Why delivery stopped before everything that was due was done. What remains is in the outbox
    // and goes on with the next cycle.
    std::optional<Error> stopped;
};

// Does every step that is due now. Every key is read before its first send, because a state that
// was lost, or restored from an old backup, does not know that it was; and with it the keys under
// every former id of the people. A contact that was merged is told under its present id. Fails with
// StoreFailed only: what the CRM answers is stored with the row or ends up in `stopped`.
[[nodiscard]] Result<DeliveryReport> deliver(const DeliveryDoors& doors,
                                             const std::stop_token& stop);

}  // namespace mentorsync

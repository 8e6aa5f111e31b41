// The outbox, with a line in the log for every step of a row that was stored.

#pragma once

#include <string>
#include <utility>

#include "mentorsync/log.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// `inner` and `log` must outlive it.
class TellingOutbox final : public store::Outbox {
public:
    TellingOutbox(store::Outbox& inner, Log& log, std::string portal)
        : inner_(inner), log_(log), portal_(std::move(portal)) {}

    Result<std::vector<OutboxRow>> due(Instant now, std::size_t limit) override;
    Result<std::vector<OutboxRow>> to_audit(Instant now, std::size_t limit) override;
    Result<bool> advance(const NoteKey& key, RowState from, const RowChange& change,
                         const std::string& operation, const std::string& outcome) override;
    Result<std::vector<store::PropertyRow>> waiting_properties(std::size_t limit) override;
    Result<void> finish_property(const store::PropertyRow& row, const std::string& error) override;

private:
    store::Outbox& inner_;
    Log& log_;
    std::string portal_;
};

}  // namespace mentorsync

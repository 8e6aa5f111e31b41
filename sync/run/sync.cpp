#include "sync/run/sync.hpp"

#include <utility>

#include "sync/run/hashing.hpp"

namespace mentorsync {

namespace {

tl::unexpected<Obstacle> blocked(Error error) {
    return tl::unexpected(Obstacle{std::move(error), {}});
}

}  // namespace

tl::expected<SyncReport, Obstacle> run_sync(const SyncDoors& doors, const Mapping& mapping,
                                            const Consent& consent, const std::stop_token& stop) {
    // A pull of another mapping may lack properties that this one needs.
    const std::string scope = sha256_hex(mapping.canonical_text());
    if (const auto begun =
            doors.staging.begin(scope, store::PullKind::Everything, doors.clock.now());
        !begun) {
        return blocked(begun.error());
    }
    auto proposal = propose({.crm = doors.reader,
                             .store = doors.store,
                             .mapping = mapping,
                             .clock = doors.clock,
                             .observer = doors.observer},
                            doors.staging, stop);
    if (!proposal) return tl::unexpected(std::move(proposal).error());
    if (const auto consented = check_consent(*proposal, consent); !consented) {
        // What was pulled is people's data, and nobody has agreed to keep it.
        if (const auto discarded = doors.staging.discard(); !discarded) {
            return blocked(discarded.error());
        }
        return blocked(consented.error());
    }
    if (const auto stored = commit_proposal(*proposal, doors.store); !stored) {
        return blocked(stored.error());
    }
    const auto delivered = deliver(doors.writer, doors.outbox, doors.clock, stop);
    if (!delivered) return blocked(delivered.error());
    return SyncReport{.proposal = *std::move(proposal), .delivery = *delivered};
}

}  // namespace mentorsync

#include "sync/run/sync.hpp"

#include <utility>

#include "sync/run/tick.hpp"

namespace mentorsync {

tl::expected<SyncReport, Obstacle> run_sync(const SyncDoors& doors, const Mapping& mapping,
                                            const Consent& consent, const std::stop_token& stop) {
    PortalView view;
    auto report = run_tick(doors, mapping, {.consent = consent}, view, stop);
    if (!report) return tl::unexpected(std::move(report).error());
    // A tick that pulled everything has planned.
    return SyncReport{.proposal = *std::move(report->proposal),
                      .delivery = std::move(report->delivery),
                      .unclean_backups = std::move(report->unclean_backups)};
}

}  // namespace mentorsync

#include "sync/run/crm_session.hpp"

#include <random>
#include <utility>

#include "connector/hubspot/rate_headers.hpp"

namespace mentorsync {

namespace {

std::function<double()> seeded_random() {
    return [engine = std::mt19937_64(std::random_device{}())]() mutable {
        return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
    };
}

}  // namespace

CrmSession::CrmSession(http::Transport& network, hubspot::ApiVersion version, Clock& clock,
                       std::function<double()> random)
    : throttled_(network, clock, hubspot::rate_headers()),
      retrying_(throttled_, clock, std::move(random)),
      connector_(retrying_, version),
      probe_(retrying_, version) {}

Result<std::unique_ptr<CrmSession>> CrmSession::open(const PortalSettings& settings,
                                                     std::string_view settings_file, Clock& clock,
                                                     const CredentialDoors& doors) {
    if (settings.kind == CrmKind::Host) {
        return fail(ErrorCode::Configuration,
                    "the records of this portal are handed in by a program that loads "
                    "libmentorsync; do this there");
    }
    const auto version = hubspot::parse_api_version(settings.api_version);
    if (!version) {
        return fail(ErrorCode::Configuration, "unknown api_version '" + settings.api_version + "'");
    }
    auto network = CrmNetwork::open(settings, settings_file, clock, doors);
    if (!network) return Failure(network.error());
    auto session =
        std::make_unique<CrmSession>((*network)->transport(), *version, clock, seeded_random());
    session->network_ = *std::move(network);
    return session;
}

}  // namespace mentorsync

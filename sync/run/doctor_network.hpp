// Whether the CRM's host is found and shows a certificate that will last. Connects and shakes
// hands; sends no request and no credentials.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "sync/run/diagnosis.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

// Three weeks before its end a certificate should have been renewed.
[[nodiscard]] Finding judge_certificate(Instant ends, Instant now);

// The name and the certificate of the host in `settings.base_url`. Through a proxy neither is ours
// to see, and only that is said. Blocks for at most ten seconds a step.
[[nodiscard]] Diagnosis examine_network(const PortalSettings& settings,
                                        std::string_view settings_file, Instant now);

}  // namespace mentorsync

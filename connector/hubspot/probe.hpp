// Finds out what a portal permits, and how it behaves where its documentation is silent.
//
// For `mentorsync doctor` only. What it creates are notes without contacts, which nobody sees; the
// caller archives them. Not thread-safe.

#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "connector/http/transport.hpp"
#include "connector/hubspot/client.hpp"
#include "connector/hubspot/endpoints.hpp"
#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/ids.hpp"

namespace mentorsync::hubspot {

// What the credentials may do. A scope is missing when any of the requests that need it is refused.
struct Permissions {
    std::vector<std::string> missing;  // scopes as the CRM names them, ordered, each once
    bool may_change_schema = false;    // what only `setup` needs
};

// What became of several creates with one key that were under way at the same time.
struct KeyRace {
    std::vector<RecordId> notes;  // that were created, each once
    std::size_t refused = 0;      // because the key was taken
    std::optional<Error> error;   // of a create that ended in any other way
};

// Reads the header `Date`, such as "Mon, 23 Nov 2026 06:05:00 GMT". Empty when it is none.
// Source: RFC 9110 section 5.6.7, IMF-fixdate.
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

// When the CRM's support of a version ends. For v3 it is the day of v4 associations, without which
// it does not work. Source: HubSpot changelog, "Legacy APIs and legacy apps: what's going
// unsupported and when"; versioning guide: 18 months from the release of a dated version.
[[nodiscard]] Instant end_of_support(ApiVersion version) noexcept;

class Probe {
public:
    // `transport` throttles and repeats already, and must outlive this.
    Probe(http::Transport& transport, ApiVersion version)
        : client_(transport, version), guarded_(transport, version), version_(version) {}

    // What the CRM's clock says, to the second; empty when its answer does not tell.
    // Fails with what keeps the CRM from answering.
    [[nodiscard]] Result<std::optional<Instant>> server_time(const std::stop_token& stop);

    // Asks for one record of each kind that is read, and sends writes that name nothing and so
    // change nothing: the CRM checks scopes before it looks at a body. Fails with Unauthorized, or
    // what keeps the CRM from answering.
    [[nodiscard]] Result<Permissions> permissions(const std::stop_token& stop);

    // Creates `count` notes with this one key in one wave, each in a request of its own.
    [[nodiscard]] KeyRace race(const NoteKey& key, std::size_t count, Instant timestamp,
                               const std::stop_token& stop);

    [[nodiscard]] ApiVersion version() const noexcept { return version_; }

private:
    Client client_;
    GuardedTransport guarded_;
    ApiVersion version_;
};

}  // namespace mentorsync::hubspot

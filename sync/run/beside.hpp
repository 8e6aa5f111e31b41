// Beside a running daemon: a command that may not write the state leaves its wish there, and the
// daemon, which holds it, serves it.

#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// The commands of `store::Request`, and their arguments.
// {"accept": HASH} as `plan` shows it, {"plan": HASH} of a saved plan, or {}.
inline constexpr std::string_view kSyncRequest = "sync";
inline constexpr std::string_view kRetryRequest = "notes_retry";    // {"key": KEY}
inline constexpr std::string_view kCancelRequest = "notes_cancel";  // {"key": KEY}
inline constexpr std::string_view kForgetRequest = "forget";        // {"contact": ID}

// An argument of one member; `{}` when `value` is empty.
[[nodiscard]] std::string request_argument(std::string_view key, std::string_view value);

class Beside {
public:
    // Both must outlive it.
    Beside(store::Requests& requests, Clock& clock) : requests_(requests), clock_(clock) {}

    // Leaves a request and waits up to a minute for its answer: the JSON document of the command.
    //
    // Fails as the command failed in the daemon, with its code and message; with StoreLocked when
    // nobody answers, because then the state is held by something that serves no requests; with
    // Cancelled when `stop` is requested, and the daemon may serve it all the same.
    [[nodiscard]] Result<std::string> ask(std::string_view command, const std::string& argument,
                                          const std::stop_token& stop);

private:
    store::Requests& requests_;
    Clock& clock_;
};

// What somebody who waits for a sync reads first in its document.
struct SyncOutcome {
    std::string portal;
    std::string portal_id;
    std::size_t records = 0;
    std::size_t requests = 0;
    std::size_t failing = 0;
    int notes_written = 0;
    int properties_set = 0;
    int parked = 0;                     // notes and properties that the CRM refused
    std::optional<Error> stopped = {};  // why not everything was told to the CRM
};

// Reads a document of `sync_json`. Fails with Internal when it is none.
[[nodiscard]] Result<SyncOutcome> read_sync_outcome(std::string_view document);

}  // namespace mentorsync

// How a call fails, everywhere in mentorsync: as a value that says what was being done, to what,
// and by its code what may help.
//
// Programmer errors are assertions, never an `Error`.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace mentorsync {

// Numbered for ever: the C face and `--json` show them. A number is never used again.
enum class ErrorCode : int {
    InvalidArgument = 1,  // the caller asked for something that cannot be
    Configuration = 2,    // a file that the admin wrote is wrong
    Unauthorized = 3,     // the CRM refuses the credentials
    MissingScope = 4,     // the credentials are good, but lack a permission
    NotFound = 5,         // the record is not, or is no longer, there
    KeyTaken = 6,         // a record with this unique value exists
    Rejected = 7,         // the CRM refuses this record; others may pass
    RateLimited = 8,      // the CRM asks us to wait
    Unavailable = 9,      // the CRM cannot be reached or is out of order
    BadResponse = 10,     // the CRM's answer is not what its documentation promises
    Ambiguous = 11,       // a write was sent and nobody knows whether it took effect
    Cancelled = 12,       // stopped on request
    StoreFailed = 13,     // the state could not be read or written
    StoreLocked = 14,     // another process holds the state
    WrongPortal = 15,     // the CRM answers for another portal than the state's
    BrakeRefused = 16,    // the plan is larger or newer than anybody accepted
    PlanStale = 17,       // the saved plan is no longer what would be done
    Internal = 18,
    OutOfMemory = 19,
    Busy = 20,  // another call is under way, or a thread of the engine's own
};

// The name that `--json` prints, in snake_case: `rate_limited`.
[[nodiscard]] std::string_view name_of(ErrorCode code) noexcept;

struct Error {
    ErrorCode code;
    std::string message;  // one line, no secret, no personal data; says what was being done, to
                          // what, and where it helps what to do next

    // How long the other side asked us to wait. Empty when it did not say.
    std::optional<std::chrono::milliseconds> retry_after = std::nullopt;
};

template <class T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

// Builds the error side of any `Result`.
[[nodiscard]] inline Failure fail(ErrorCode code, std::string message) {
    return Failure{Error{code, std::move(message)}};
}

// Adds once, at the front, what the callee could not know: `what + ": " + message`.
[[nodiscard]] inline Failure fail_in(std::string_view what, Error error) {
    error.message.insert(0, std::string(what) + ": ");
    return Failure{std::move(error)};
}

// Whether trying the same call again later can succeed without anybody changing anything.
[[nodiscard]] constexpr bool is_transient(ErrorCode code) noexcept {
    return code == ErrorCode::RateLimited || code == ErrorCode::Unavailable;
}

}  // namespace mentorsync

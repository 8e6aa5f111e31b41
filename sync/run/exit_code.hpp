// The exit codes of `mentorsync` and `mentorsyncd`: stable, documented in the README.

#pragma once

#include "mentorsync/error.hpp"

namespace mentorsync {

enum class ExitCode : int {
    Done = 0,
    Failed = 1,
    Usage = 2,
    DoneWithFailingRecords = 3,
    Configuration = 4,
    CredentialsRefused = 5,
    CrmUnavailable = 6,
    StateLocked = 7,
    BrakeRefused = 8,
    WrongPortal = 9,
    ChangesPresent = 10,
    Interrupted = 130,
};

// How a command that failed with `code` ends.
[[nodiscard]] constexpr ExitCode exit_code_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::InvalidArgument: return ExitCode::Usage;
        case ErrorCode::Configuration: return ExitCode::Configuration;
        case ErrorCode::Unauthorized:
        case ErrorCode::MissingScope: return ExitCode::CredentialsRefused;
        case ErrorCode::RateLimited:
        case ErrorCode::Unavailable: return ExitCode::CrmUnavailable;
        case ErrorCode::Cancelled: return ExitCode::Interrupted;
        case ErrorCode::StoreLocked: return ExitCode::StateLocked;
        case ErrorCode::WrongPortal: return ExitCode::WrongPortal;
        case ErrorCode::BrakeRefused:
        case ErrorCode::PlanStale: return ExitCode::BrakeRefused;
        case ErrorCode::NotFound:
        case ErrorCode::KeyTaken:
        case ErrorCode::Rejected:
        case ErrorCode::BadResponse:
        case ErrorCode::Ambiguous:
        case ErrorCode::StoreFailed:
        case ErrorCode::Internal:
        case ErrorCode::OutOfMemory:
        case ErrorCode::Busy: return ExitCode::Failed;
    }
    return ExitCode::Failed;
}

}  // namespace mentorsync

// The exit codes of `mentorsync` and `mentorsyncd`: stable, documented in the README and the manual
// pages.

#pragma once

#include <array>
#include <string_view>

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

struct ExitMeaning {
    ExitCode code;
    std::string_view meaning;
};

// What people are told of each code.
inline constexpr std::array kExitMeanings{
    ExitMeaning{ExitCode::Done, "done"},
    ExitMeaning{ExitCode::Failed, "failed"},
    ExitMeaning{ExitCode::Usage, "the command line is wrong"},
    ExitMeaning{ExitCode::DoneWithFailingRecords,
                "done, and some records need somebody's attention"},
    ExitMeaning{ExitCode::Configuration,
                "a settings, mapping, key or plan file is wrong, or the mapping does not fit the "
                "portal"},
    ExitMeaning{ExitCode::CredentialsRefused, "the CRM refuses the key, or the key lacks a scope"},
    ExitMeaning{ExitCode::CrmUnavailable,
                "the CRM cannot be reached or asks us to wait: try later"},
    ExitMeaning{ExitCode::StateLocked, "another process holds the state"},
    ExitMeaning{ExitCode::BrakeRefused,
                "a brake refused, or the saved plan is out of date: look at the plan"},
    ExitMeaning{ExitCode::WrongPortal,
                "the key opens another portal than the one this state is of"},
    ExitMeaning{ExitCode::ChangesPresent, "`plan --exit-code`: there is something to do"},
    ExitMeaning{ExitCode::Interrupted, "interrupted"},
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

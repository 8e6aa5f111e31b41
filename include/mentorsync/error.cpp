#include "mentorsync/error.hpp"

namespace mentorsync {

std::string_view name_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::InvalidArgument: return "invalid_argument";
        case ErrorCode::Configuration: return "configuration";
        case ErrorCode::Unauthorized: return "unauthorized";
        case ErrorCode::MissingScope: return "missing_scope";
        case ErrorCode::NotFound: return "not_found";
        case ErrorCode::KeyTaken: return "key_taken";
        case ErrorCode::Rejected: return "rejected";
        case ErrorCode::RateLimited: return "rate_limited";
        case ErrorCode::Unavailable: return "unavailable";
        case ErrorCode::BadResponse: return "bad_response";
        case ErrorCode::Ambiguous: return "ambiguous";
        case ErrorCode::Cancelled: return "cancelled";
        case ErrorCode::StoreFailed: return "store_failed";
        case ErrorCode::StoreLocked: return "store_locked";
        case ErrorCode::WrongPortal: return "wrong_portal";
        case ErrorCode::BrakeRefused: return "brake_refused";
        case ErrorCode::PlanStale: return "plan_stale";
        case ErrorCode::Internal: return "internal";
        case ErrorCode::OutOfMemory: return "out_of_memory";
        case ErrorCode::Busy: return "busy";
    }
    return "unknown";
}

}  // namespace mentorsync

#include "sync/run/board.hpp"

#include <utility>

namespace mentorsync {

std::string_view name_of(PortalMood mood) noexcept {
    switch (mood) {
        case PortalMood::Starting: return "starting";
        case PortalMood::Ready: return "ready";
        case PortalMood::Held: return "held";
        case PortalMood::Refused: return "refused";
        case PortalMood::Limited: return "limited";
        case PortalMood::Unreachable: return "unreachable";
        case PortalMood::Misfit: return "misfit";
        case PortalMood::Failing: return "failing";
        case PortalMood::Paused: return "paused";
    }
    return "failing";
}

PortalMood mood_after(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::BrakeRefused:
        case ErrorCode::PlanStale: return PortalMood::Held;
        case ErrorCode::Unauthorized:
        case ErrorCode::MissingScope: return PortalMood::Refused;
        case ErrorCode::RateLimited: return PortalMood::Limited;
        case ErrorCode::Unavailable:
        case ErrorCode::BadResponse:
        case ErrorCode::Ambiguous: return PortalMood::Unreachable;
        case ErrorCode::Configuration:
        case ErrorCode::WrongPortal: return PortalMood::Misfit;
        case ErrorCode::InvalidArgument:
        case ErrorCode::NotFound:
        case ErrorCode::KeyTaken:
        case ErrorCode::Rejected:
        case ErrorCode::Cancelled:
        case ErrorCode::StoreFailed:
        case ErrorCode::StoreLocked:
        case ErrorCode::Internal:
        case ErrorCode::OutOfMemory:
        case ErrorCode::Busy: return PortalMood::Failing;
    }
    return PortalMood::Failing;
}

void Board::post(const std::string& portal, PortalBoard state) {
    const std::scoped_lock lock(mutex_);
    portals_[portal] = std::move(state);
}

void Board::remove(const std::string& portal) {
    const std::scoped_lock lock(mutex_);
    portals_.erase(portal);
}

std::map<std::string, PortalBoard> Board::read() const {
    const std::scoped_lock lock(mutex_);
    return portals_;
}

}  // namespace mentorsync

// How every portal fares right now, for whoever asks: /healthz, /readyz, /metrics, the service
// manager. Written by the portals' threads, read by others.

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync {

// What a portal is doing, or why it is not.
enum class PortalMood {
    Starting,     // not one tick yet
    Ready,        // the last tick went well
    Held,         // a brake refused; somebody has to look and accept
    Refused,      // the CRM refuses the credentials; probed until it accepts them again
    Limited,      // the CRM asked to wait
    Unreachable,  // the CRM cannot be reached or is out of order
    Misfit,       // the mapping does not fit the portal any more
    Failing,      // anything else: the store, a bug
    Paused        // the daemon crashed again and again; a person or some time ends it
};

inline constexpr std::array kMoods{
    PortalMood::Starting, PortalMood::Ready,   PortalMood::Held,
    PortalMood::Refused,  PortalMood::Limited, PortalMood::Unreachable,
    PortalMood::Misfit,   PortalMood::Failing, PortalMood::Paused};

// "starting", "ready", and so on.
[[nodiscard]] std::string_view name_of(PortalMood mood) noexcept;

// Which mood an error puts a portal in.
[[nodiscard]] PortalMood mood_after(ErrorCode code) noexcept;

struct PortalBoard {
    PortalMood mood = PortalMood::Starting;
    std::optional<ErrorCode> code;  // of what went wrong last
    std::string message;            // of it, one line
    Instant since{};                // when this mood began
    std::optional<Instant> next_try;

    std::optional<Instant> last_proven;   // the last sync that saw everything and was stored
    std::chrono::seconds proven_every{};  // how often the settings ask for one
    std::uint64_t ticks = 0;
    std::uint64_t failed_ticks = 0;
    std::map<std::string, std::uint64_t> counters;  // "requests", "searches", "notes_done", ...
    std::map<std::string, std::uint64_t> gauges;    // "pairs", "records_failing", "notes_parked"
};

// Safe to use from several threads.
class Board {
public:
    // Replaces what is said of a portal.
    void post(const std::string& portal, PortalBoard state);

    // Of a portal that is served no more.
    void remove(const std::string& portal);

    [[nodiscard]] std::map<std::string, PortalBoard> read() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, PortalBoard> portals_;
};

}  // namespace mentorsync

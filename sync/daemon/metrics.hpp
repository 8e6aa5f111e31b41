// /metrics: what the board says, and the process, as Prometheus text. Names and counts only.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sync/run/board.hpp"

namespace mentorsync::daemon {

// What the daemon costs.
struct ProcessCost {
    std::uint64_t resident_bytes = 0;
    std::uint64_t open_files = 0;
    std::uint64_t database_bytes = 0;  // the state and what SQLite keeps beside it
};

// Reads /proc/self and the files of the state at `state_path`; 0 for what cannot be read.
[[nodiscard]] ProcessCost measure_process(const std::string& state_path);

// The text of a scrape. Source: Prometheus, "Exposition formats", text-based format 0.0.4.
[[nodiscard]] std::string metrics_text(const std::map<std::string, PortalBoard>& portals,
                                       const ProcessCost& cost, const std::string& version);

}  // namespace mentorsync::daemon

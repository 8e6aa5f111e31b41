// Whether this machine keeps the state well: room on the disk, files that only we can read, a sound
// database, and backups that are young enough to help.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "mentorsync/clock.hpp"
#include "sync/run/diagnosis.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

// Room for the state to grow, and for a backup of it: four times its size, and 256 MiB. Fails below
// 64 MiB, where a sync may not be able to store what it did.
[[nodiscard]] Finding judge_disk(std::uintmax_t available, std::uintmax_t state_size);

// `newest` is empty when there is no backup at all. A week is too old.
[[nodiscard]] Finding judge_backups(std::optional<Instant> newest, Instant now);

// Whether the key that seals the state lies beside it.
[[nodiscard]] Finding judge_seal_key(const Settings& settings, const std::string& state_path);

// The mode bits of the state's folder and of its files; nothing where there is no state yet.
[[nodiscard]] Diagnosis judge_modes(const std::string& state_path);

// Whether the state opens and is sound, and who holds it. `portal` names it in the settings.
[[nodiscard]] Diagnosis judge_state(const std::string& state_path, const std::string& portal);

// All of these, on the disk as it is.
[[nodiscard]] Diagnosis examine_host(const Settings& settings, const std::string& portal,
                                     Instant now);

}  // namespace mentorsync

// How an event becomes one line, whatever is in it. Pure.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "mentorsync/log.hpp"

namespace mentorsync::daemon {

enum class LogFormat { Text, Json };

// "debug", "info", "warning", "error".
[[nodiscard]] std::string_view name_of(LogLevel level) noexcept;

// The number of a level for the journal. Source: sd-daemon(3), SD_DEBUG to SD_ERR.
[[nodiscard]] int priority_of(LogLevel level) noexcept;

// `text` with every control character, invisible direction mark, line separator and byte that is no
// UTF-8 written as "\xNN" a byte, so that it stays on its line and cannot look like another.
[[nodiscard]] std::string escaped(std::string_view text);

// One line without its end. Text: "2026-09-01T08:00:00.000Z warning event=...". Json: one object
// with "time", "level" and the event's facts as members of their own, or all of `line` as "message"
// when it is no event.
[[nodiscard]] std::string format_line(LogFormat format, LogLevel level, Instant now,
                                      std::string_view line);

}  // namespace mentorsync::daemon

// Where events go. The programs print or journal them; the library hands them to its host.
//
// One event is one line. It holds ids, counts and codes, never a name, an address, a body or a
// secret: callers put nothing else in.

#pragma once

#include <string_view>

namespace mentorsync {

enum class LogLevel { Debug, Info, Warning, Error };

// Safe to use from several threads.
class Log {
public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view line) = 0;
};

}  // namespace mentorsync

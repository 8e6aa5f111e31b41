// Learns of every SQLite connection that this process opens, without whoever opens it knowing.

#pragma once

#include <sqlite3.h>

namespace mentorsync::fakes {

using OnOpen = int (*)(sqlite3* database, const char** message, const sqlite3_api_routines* api);

// The type that SQLite declares for extensions says nothing of their arguments.
inline void watch_openings(OnOpen on_open) {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(on_open));
}

inline void unwatch_openings(OnOpen on_open) {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(on_open));
}

}  // namespace mentorsync::fakes

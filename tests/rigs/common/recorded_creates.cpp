#include "tests/rigs/common/recorded_creates.hpp"

#include <sqlite3.h>

#include "mentorsync/own_names.hpp"
#include "tests/rigs/common/watched_disk.hpp"

namespace mentorsync::rigs {

std::vector<std::string> keys_in(std::string_view body) {
    const std::string mark = "\"" + std::string(kKeyProperty) + "\":\"";
    std::vector<std::string> keys;
    for (std::size_t at = body.find(mark); at != std::string_view::npos; at = body.find(mark, at)) {
        at += mark.size();
        keys.emplace_back(body.substr(at, body.find('"', at) - at));
    }
    return keys;
}

bool RecordedCreates::is_recorded(const std::string& key) const {
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    sqlite3_open_v2(path_.c_str(), &database, SQLITE_OPEN_READONLY, unwatched_disk());
    sqlite3_prepare_v2(database, "SELECT 1 FROM outbox WHERE key = ?1 AND state = 'sent'", -1,
                       &statement, nullptr);
    sqlite3_bind_text(statement, 1, key.c_str(), -1, SQLITE_STATIC);
    const bool found = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return found;
}

std::vector<Result<http::Response>> RecordedCreates::exchange(std::span<const http::Request> wave,
                                                              const std::stop_token& stop) {
    for (const http::Request& request : wave) {
        if (request.target.find("notes/batch/create") == std::string::npos) continue;
        for (const std::string& key : keys_in(request.body)) {
            ++sent_;
            if (!is_recorded(key)) ++unrecorded_;
        }
    }
    return inner_.exchange(wave, stop);
}

}  // namespace mentorsync::rigs

// One person's data, shown whole, and the record of who asked for it.

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/ids.hpp"
#include "sync/store/sealer.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// What is stored of a person: a place and what it holds.
using PersonalFacts = std::vector<std::pair<std::string, std::string>>;

// The document of `export`, "mentorsync.export/1".
[[nodiscard]] std::string export_json(const std::string& portal, const RecordId& contact,
                                      const PersonalFacts& facts);

// How many facts of each sort there are: the first word of their places.
[[nodiscard]] std::map<std::string, std::size_t> sorts_of(const PersonalFacts& facts);

// What was done to whose data, when, by which user of this machine, as a line of JSON at the end of
// the file "<state>.audit", mode 0600. The contact appears as a keyed hash, by which `sealer`
// recognises it. Fails with StoreFailed when the line is not safe on the disk.
struct AuditLine {
    std::string command;  // "forget", "export"
    std::string portal;
    RecordId contact;
    std::size_t facts = 0;
    Instant at{};
};
[[nodiscard]] Result<void> append_audit(const std::string& state_path, const store::Sealer& sealer,
                                        const AuditLine& line);

}  // namespace mentorsync

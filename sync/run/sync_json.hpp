// What a sync did, as JSON: the documents of `plan --json` and `sync --json`, wherever the sync
// ran.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/json.hpp"
#include "sync/run/cycle.hpp"
#include "sync/run/sync.hpp"

namespace mentorsync {

// Members of an object that is open in `writer`: "pull", "counts", "records", "brakes",
// "acceptance", "plan_hash" and "actions".
void write_proposal(json::Writer& writer, const Proposal& proposal);

// What of the records is in sync, excluded and failing, and why, as one object.
void write_accounting(json::Writer& writer, const store::Accounting& accounting);

// The document of `sync --json`, "mentorsync.sync/1", on one line.
[[nodiscard]] std::string sync_json(std::string_view portal, const SyncReport& done);

}  // namespace mentorsync

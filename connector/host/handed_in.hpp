// The records that a host has handed in since the last cycle.

#pragma once

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"

namespace mentorsync::host {

struct HandedIn {
    std::map<RecordRef, CrmRecord> records;
    std::map<std::pair<RecordRef, RecordRef>, CrmLink> links;
    std::map<OwnerId, CrmOwner> owners;
    std::map<ListId, std::set<RecordId>> lists;  // with all who are on them
    std::map<RecordRef, GoneRecord::How> gone;
    bool is_everything = true;  // false: some of it says that it is changes alone
    bool is_empty = true;       // no document was added
};

// Adds the document `text`, "mentorsync.records/1", see docs/embedding.md; all of it or nothing.
// Fails with InvalidArgument, naming the place of the first fault and no value of it.
[[nodiscard]] Result<void> add_records(std::string_view text, HandedIn& handed_in);

// One step of a pull: everything of `scope`, and nothing that it does not need.
[[nodiscard]] CrmPage page_of(const HandedIn& handed_in, const PullScope& scope);

}  // namespace mentorsync::host

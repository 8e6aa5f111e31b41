// Which contacts carry our notes, when contacts are merged and erased while we write.

#pragma once

#include <map>
#include <set>
#include <span>
#include <stop_token>
#include <vector>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync {

// Where each of these contacts is today, however many they are. Fails as `find_contacts` does.
[[nodiscard]] Result<std::map<RecordId, Whereabouts>> find_all(CrmAuditor& crm,
                                                               const std::set<RecordId>& contacts,
                                                               const std::stop_token& stop);

// Associates each note with each contact, as `associate_notes` does. A contact that is missing is
// looked up: one that was merged is associated under its present id; one that the CRM says is there
// all the same is Unavailable, for another time.
[[nodiscard]] Result<std::vector<CrmWriter::LinkOutcome>> associate_present(
    CrmWriter& writer, CrmAuditor& auditor, std::span<const NoteLink> links,
    const std::stop_token& stop);

}  // namespace mentorsync

#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

Result<std::vector<Whereabouts>> HubspotConnector::find_contacts(
    std::span<const RecordId> /*contacts*/, const std::stop_token& /*stop*/) {
    return fail(ErrorCode::Internal, "looking contacts up is not built yet");
}

Result<std::vector<std::vector<RecordId>>> HubspotConnector::note_contacts(
    std::span<const RecordId> /*notes*/, const std::stop_token& /*stop*/) {
    return fail(ErrorCode::Internal, "reading the contacts of notes is not built yet");
}

Result<CrmAuditor::OwnNotes> HubspotConnector::own_notes(const std::string& /*after*/,
                                                         const std::stop_token& /*stop*/) {
    return fail(ErrorCode::Internal, "listing own notes is not built yet");
}

}  // namespace mentorsync::hubspot

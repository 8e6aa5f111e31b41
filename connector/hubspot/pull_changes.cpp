#include "connector/hubspot/hubspot_connector.hpp"

namespace mentorsync::hubspot {

Result<PullReport> HubspotConnector::pull_changes(const PullScope& /*scope*/,
                                                  const ChangeRequest& /*request*/,
                                                  const CrmMirror& /*mirror*/, CrmSink& /*sink*/,
                                                  PullObserver& /*observer*/,
                                                  const std::stop_token& /*stop*/) {
    return fail(ErrorCode::InvalidArgument, "pulling changes needs cursors of a complete pull");
}

}  // namespace mentorsync::hubspot

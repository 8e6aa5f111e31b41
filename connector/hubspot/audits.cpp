#include "connector/hubspot/changes.hpp"

namespace mentorsync::hubspot {

Result<void> Changes::audit(Audit due) {
    const std::size_t requests = client_.transport().requests();
    const std::size_t found =
        find_difference(scope_, stored_, picture_, belonging_, left_over_).records;
    AuditReport report{.audit = due};
    switch (due) {
        case Audit::Trailing: break;
        case Audit::Associations: break;
        case Audit::Owners: break;
        case Audit::Archived: break;
    }
    if (auto settled = settle(); !settled) return settled;
    report.requests = client_.transport().requests() - requests;
    report.found =
        find_difference(scope_, stored_, picture_, belonging_, left_over_).records - found;
    audits_.push_back(report);
    return {};
}

}  // namespace mentorsync::hubspot

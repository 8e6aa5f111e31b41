// Pulls of changes into a state, for the suites of the mirror.

#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/store/store_contract.hpp"

namespace mentorsync::store {

inline RecordRef contact(const std::string& id) {
    return {RecordKind::Contact, RecordId(id)};
}
inline RecordRef task(const std::string& id) {
    return {RecordKind::Task, RecordId(id)};
}

inline CrmLink link(const RecordRef& from, const RecordRef& to, const std::string& label = "") {
    return {from, to, {{label.empty() ? "HUBSPOT_DEFINED" : "USER_DEFINED", 12, label}}};
}

inline Commit changes(Coverage coverage = Coverage::Everything) {
    Commit commit = saving({});
    commit.kind = PullKind::Changes;
    commit.coverage = coverage;
    return commit;
}

// Stores what changed, and holds `merged` to what the mirror then is.
inline CrmSnapshot pull_changes(const Doors& doors, const std::vector<CrmPage>& pages) {
    must(doors.staging.begin("scope", PullKind::Changes, kNow));
    for (const CrmPage& page : pages) must(doors.staging.take(page));
    const CrmSnapshot merged = must(doors.staging.merged());
    must(doors.model.commit(changes()));
    const CrmSnapshot stored = must(doors.mirror.snapshot());
    BOOST_TEST((merged.records == stored.records));
    BOOST_TEST((merged.links == stored.links));
    BOOST_TEST((merged.owners == stored.owners));
    BOOST_TEST((merged.memberships == stored.memberships));
    BOOST_TEST((merged.unreadable == stored.unreadable));
    BOOST_TEST((merged.coverage == stored.coverage));
    return stored;
}

}  // namespace mentorsync::store

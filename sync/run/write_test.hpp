// How a portal behaves where nobody documents it, tried with notes of our own that are removed
// again: `mentorsync doctor --write-test`.
//
// The notes carry keys that no real note can have, and no contact; a contact gets one of them for a
// moment only when it is named. What was found is a fact: a short name and a short answer.

#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "connector/hubspot/probe.hpp"
#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/ids.hpp"
#include "sync/run/diagnosis.hpp"
#include "sync/run/settings.hpp"

namespace mentorsync {

struct WriteTestDoors {
    CrmReader& reader;
    CrmWriter& writer;
    CrmAdmin& admin;
    CrmAuditor& auditor;
    hubspot::Probe& probe;
    const Clock& clock;
};

struct WriteTestOptions {
    std::size_t rounds = 20;          // of parallel creates
    std::size_t creates = 50;         // of one key, in each round
    std::size_t reads = 100;          // by key, right after a create
    std::optional<RecordId> contact;  // who may carry a test note for a moment; empty: nobody
};

// One question, and what the portal answered.
struct Fact {
    std::string name;               // "archived_key"; stable
    std::string answer;             // "free", "held"; "unknown" where it could not be asked
    std::string says;               // the same for people, in one line
    Verdict verdict = Verdict::Ok;  // Fail: "exactly one note" does not hold here
};

// In this order, each with its answers:
//   key_property        unique, not_unique, created, refused
//   one_note_a_key      yes, no          parallel creates of one key make one note
//   read_after_create   yes, no          a key is found right after its create
//   archived_by_key     yes, no          a removed note is found by its key
//   archived_key        free, held       whether the key of a removed note can be used again
//   second_association  nothing, doubled
//   without_contact     unseen, seen     a note that nobody was associated with
//   letter_case         differs, same    whether two keys in other letters are two
//   spaces              differs, same    whether a space at the end makes another key
//
// What a question needs and does not have makes it unknown.
struct WriteTestReport {
    std::vector<Fact> facts;
    std::size_t created = 0;
    std::vector<RecordId> left;    // test notes that could not be removed
    std::optional<Error> stopped;  // why the later questions were not asked
};

// Asks all of it, and removes what was made, whatever came in between.
[[nodiscard]] WriteTestReport run_write_test(const WriteTestDoors& doors,
                                             const WriteTestOptions& options,
                                             const std::stop_token& stop);

// Keeps what was found out in the state, also beside a daemon, which finds out none of it. Fails
// with StoreFailed or Configuration.
[[nodiscard]] Result<void> keep_facts(const Settings& settings, const std::string& portal,
                                      const WriteTestReport& report);

}  // namespace mentorsync

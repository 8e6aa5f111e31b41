// Brakes: reasons to do nothing until a person has looked.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/programme.hpp"
#include "sync/plan/known.hpp"
#include "sync/plan/plan.hpp"

namespace mentorsync {

enum class BrakeKind {
    FirstSync,       // this portal was never synced
    NewMapping,      // the mapping differs from the one last accepted
    MassEnd,         // many known relationships would end
    MassChange,      // many known relationships would change
    MassTaskCreate,  // the plan would create many tasks in the CRM
    EmptiedList      // a list that had people has none, the programme's or a group's
};

// "first_sync" and so on.
[[nodiscard]] std::string_view name_of(BrakeKind kind) noexcept;

struct Brake {
    BrakeKind kind = BrakeKind::FirstSync;
    std::string reason;  // one sentence with the counts, for people

    friend bool operator==(const Brake&, const Brake&) = default;
};

// What the brakes look at beside the plan.
struct BrakeContext {
    bool first_sync = false;
    bool mapping_accepted = true;
    bool people_list_emptied = false;
    bool group_list_emptied = false;
    bool brought_no_contact = false;  // a complete pull, although relationships are active
    bool brought_no_task = false;     // a complete pull, although some were live
};

// Returns every brake that the plan trips, in the order of `BrakeKind`. Mass brakes trip above
// `limits.percent` of the known relationships and above `limits.count` of them; scheduled notes do
// not count. On a first sync there is nothing known, and only FirstSync is returned.
[[nodiscard]] std::vector<Brake> brakes_of(const Plan& plan, const Known& known,
                                           const BrakeContext& context, const BrakeLimits& limits);

// A text that is equal exactly when a person who accepted one plan has accepted the other: the
// brakes that trip and the relationships that would appear, change or end. Tasks and notes, which
// change by the minute, are not in it. `sync/run` hashes it together with the portal and mapping.
[[nodiscard]] std::string acceptance_text(const Plan& plan, const std::vector<Brake>& brakes);

}  // namespace mentorsync

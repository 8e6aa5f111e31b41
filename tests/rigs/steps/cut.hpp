// A cut point: a step of a tale, what happens there, and what goes wrong with which write.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/rigs/steps/stepping_doors.hpp"
#include "tests/sandbox/faults.hpp"
#include "tests/sandbox/switches.hpp"

namespace mentorsync::rigs {

enum class Tale {
    Everything,  // each sync pulls everything
    Changes      // a first sync, and then ticks that pull what changed
};

enum class What {
    Kill,            // the process dies
    KillAndDelete,   // it dies, and a person deletes every note they see
    KillAndForget,   // it dies, and its state is lost
    KillAndMerge,    // it dies, and a person merges the mentee with somebody else
    KillAndErase,    // it dies, and the mentee is erased for privacy
    Sleep,           // it sleeps while another process does all the work
    SleepAndDelete,  // and then a person deletes every note they see
    SleepAndMerge,   // and then a person merges the mentee with somebody else
    KillDeleteAndForget
};

[[nodiscard]] bool sleeps(What what) noexcept;
[[nodiscard]] bool deletes(What what) noexcept;
[[nodiscard]] bool forgets(What what) noexcept;
[[nodiscard]] bool merges(What what) noexcept;

struct Cut {
    Tale tale = Tale::Everything;
    int step = 0;
    What what = What::Kill;
    sandbox::Do fault =
        sandbox::Do::Delay;  // Delay: nothing goes wrong; Answer: 429, again and again
    int write = 0;           // of the first create, the first association, the second create
    sandbox::Do second = sandbox::Do::Delay;  // with a write of the other kind
    sandbox::ArchivedKey archived_key = sandbox::ArchivedKey::Free;
    bool held_lands_at_the_cut = false;  // or else when all is done
};

[[nodiscard]] std::string text_of(const Cut& cut);

// What the CRM's fault script is to do.
[[nodiscard]] std::vector<sandbox::Fault> faults_of(const Cut& cut);

// Every cut worth trying in a tale of these steps; those without a fault first, those with two
// last, and only if asked for.
[[nodiscard]] std::vector<Cut> all_cuts(Tale tale, const Steps& story, bool pairs);

// Whether the tales are the same until one of them is cut.
[[nodiscard]] bool begin_alike(const Cut& one, const Cut& other) noexcept;

// `count` of them, evenly.
[[nodiscard]] std::vector<Cut> spread_out(const std::vector<Cut>& all, std::size_t count);

}  // namespace mentorsync::rigs

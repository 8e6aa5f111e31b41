// A model of a CRM and of daemons that create one note in it, around the real functions of
// sync/plan/outbox.hpp. `explore` visits every state that any interleaving can reach:
//
//   two daemons, each killed and started at any step, each holding a row that may be stale
//   a request that is lost, applied with its answer lost, or applied whenever later (a zombie)
//   a person who deletes the note; a store that goes back to an old backup
//
// Time is left out: whatever waits may happen next. Attempts are counted as none or some, which is
// all that the functions under test look at.

#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace mentorsync::model {

// What a CRM does with the unique key of an archived note.
enum class ArchivedKey { Free, Held };

// One line of the protocol done wrongly, to see that the model notices.
enum class Fault {
    None,
    NoCompareAndSet,      // a row is overwritten whatever its state
    RandomKey,            // planning a note again gives it another key
    SearchInsteadOfKey,   // no unique key; a search that may miss what was just created
    AssociateAtOnce,      // the note is created together with its association
    NoReadAfterRestore,   // a restored row is sent without a look-up
    LookUpNeverExpires,   // what was absent once may be created without another look-up
    ArchivedCountsAbsent  // a deleted note is taken for one that never was
};

struct World {
    bool restore = false;
    bool human = false;
    bool archived_wins = false;  // a look-up that finds a live and an archived note says archived
    ArchivedKey archived = ArchivedKey::Free;
    Fault fault = Fault::None;
    int zombies = 2;
    int sends = 4;  // requests with any outcome; later ones are answered properly
};

struct Findings {
    std::size_t states = 0;
    // Name of the violated property to the least number of steps that violates it:
    //   DUP    more than one note is visible
    //   LOST   the row is finished, no note is visible and nobody deleted one
    //   GHOST  a note is visible again after a person deleted the finished one
    //   WEDGE  the row can never be finished any more
    std::map<std::string, int> violations;
};

[[nodiscard]] Findings explore(const World& world);

}  // namespace mentorsync::model

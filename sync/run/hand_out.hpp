// Hands out to the host of a portal what would otherwise be sent to its CRM.
//
// Everything is recorded as handed out before it is, and comes again until it is settled. What a
// host writes under the keys that it is given is written once, whatever crashes.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm_connector.hpp"
#include "mentorsync/error.hpp"
#include "sync/run/documents.hpp"
#include "sync/store/state_store.hpp"

namespace mentorsync {

// All of the same store.
struct HandOutDoors {
    store::StateStore& store;
    store::Outbox& outbox;
    store::HandOuts& hand_outs;
    const CrmMirror& mirror;
    const Clock& clock;
};

// At most `limit` things: notes, then property values, then learning tasks that are new or differ
// from what the host was told. Returns the document "mentorsync.take/1".
[[nodiscard]] Result<std::string> hand_out(const HandOutDoors& doors, const DocumentHead& head,
                                           std::size_t limit);

// Stores what became of things that were handed out, as `document`, "mentorsync.settle/1", says.
// Returns the document "mentorsync.settled/1". Fails with InvalidArgument, and stores nothing, when
// the document is faulty.
[[nodiscard]] Result<std::string> settle(const HandOutDoors& doors, const DocumentHead& head,
                                         std::string_view document);

// What stands for a thing that is handed out until it is settled: made of what is told, so that
// an answer to something older is known as such.
[[nodiscard]] std::string token_of(const store::PropertyRow& row);
[[nodiscard]] std::string token_of(const store::ToldTask& task);

// What a host is told of a task, in few characters: equal for equal tellings.
[[nodiscard]] std::string content_of(const LearningTask& task);

}  // namespace mentorsync

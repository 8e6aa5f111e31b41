// compiles
//
// What the other files of this folder do wrongly, done as it is meant: a value leaves when it is a
// count, or when the mapping names its field.
#include <optional>
#include <string>

#include "mentorsync/crm_connector.hpp"
#include "mentorsync/secret.hpp"
#include "sync/plan/plan.hpp"

using namespace mentorsync;  // NOLINT(google-build-using-namespace)

std::optional<NoteDraft> draft(const Disclosure& disclosure, const Private<std::string>& name) {
    const auto body = disclosure.open("mentor.name", name);
    if (!body) return std::nullopt;
    return NoteDraft{NoteKey("k"), Instant{}, *body};
}

QueueProperty count(const StateOrCount<std::string>& tasks) {
    return {RecordId("1"), "tasks", Disclosure().open(tasks)};
}

std::size_t length(const Secret& secret) {
    return secret.reveal().size();
}

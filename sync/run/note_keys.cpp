#include "sync/run/note_keys.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "sync/plan/present_id.hpp"
#include "sync/run/hashing.hpp"

namespace mentorsync {

namespace {

constexpr std::size_t kBatch = 100;

// Every id that the same person is known under.
std::set<PersonId> names_of(const PersonId& person, const Aliases& aliases) {
    const PersonId present = present_id(person, aliases);
    std::set<PersonId> names{person, present};
    for (const auto& [former, unused] : aliases) {
        const PersonId name(former.text());
        if (present_id(name, aliases) == present) names.insert(name);
    }
    return names;
}

}  // namespace

std::vector<NoteKey> keys_of(const OutboxRow& row, const PortalId& portal, const Aliases& aliases) {
    std::vector<NoteKey> keys{row.key};
    const auto people = people_of_pair(row.identity.relationship);
    if (!people || aliases.empty()) return keys;
    NoteIdentity identity = row.identity;
    for (const PersonId& mentor : names_of(people->first, aliases)) {
        for (const PersonId& mentee : names_of(people->second, aliases)) {
            identity.relationship = pair_id(mentor, mentee);
            NoteKey key = derive_note_key(portal, identity);
            if (key != row.key) keys.push_back(std::move(key));
        }
    }
    return keys;
}

Result<std::vector<KeyState>> read_notes(CrmWriter& crm, std::span<const OutboxRow> rows,
                                         const PortalId& portal, const Aliases& aliases,
                                         const std::stop_token& stop) {
    std::vector<NoteKey> keys;
    std::vector<std::size_t> ends;
    for (const OutboxRow& row : rows) {
        const std::vector<NoteKey> of_row = keys_of(row, portal, aliases);
        keys.insert(keys.end(), of_row.begin(), of_row.end());
        ends.push_back(keys.size());
    }
    std::vector<KeyState> states;
    for (std::size_t at = 0; at < keys.size(); at += kBatch) {
        const auto some = std::span(keys).subspan(at, std::min(kBatch, keys.size() - at));
        const auto found = crm.read_notes_by_key(some, stop);
        if (!found) return Failure(found.error());
        states.insert(states.end(), found->begin(), found->end());
    }
    std::vector<KeyState> notes;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        notes.push_back(joined({states.begin() + static_cast<std::ptrdiff_t>(begin),
                                states.begin() + static_cast<std::ptrdiff_t>(end)}));
        begin = end;
    }
    return notes;
}

}  // namespace mentorsync

#include "sync/plan/present_id.hpp"

#include <string>
#include <string_view>

namespace mentorsync {

namespace {

constexpr std::string_view kPair = "pair:";
constexpr std::string_view kOwner = "owner:";

}  // namespace

PersonId present_id(const PersonId& person, const Aliases& aliases) {
    RecordId contact(person.text());
    // A chain of merges is as long as the table at most; a loop in it ends here too.
    for (std::size_t i = 0; i < aliases.size(); ++i) {
        const auto found = aliases.find(contact);
        if (found == aliases.end()) break;
        contact = found->second;
    }
    return PersonId(contact.text());
}

std::optional<std::pair<PersonId, PersonId>> people_of_pair(const RelationshipId& relationship) {
    const std::string_view text = relationship.text();
    if (!text.starts_with(kPair)) return std::nullopt;
    const std::string_view people = text.substr(kPair.size());
    const std::size_t after_owner = people.starts_with(kOwner) ? kOwner.size() : 0;
    const std::size_t between = people.find(':', after_owner);
    if (between == std::string_view::npos) return std::nullopt;
    return std::pair(PersonId(std::string(people.substr(0, between))),
                     PersonId(std::string(people.substr(between + 1))));
}

RelationshipId present_id(const RelationshipId& relationship, const Aliases& aliases) {
    if (aliases.empty()) return relationship;
    const auto people = people_of_pair(relationship);
    if (!people) return relationship;
    return pair_id(present_id(people->first, aliases), present_id(people->second, aliases));
}

}  // namespace mentorsync

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

RelationshipId present_id(const RelationshipId& relationship, const Aliases& aliases) {
    const std::string_view text = relationship.text();
    if (aliases.empty() || !text.starts_with(kPair)) return relationship;
    const std::string_view people = text.substr(kPair.size());
    const std::size_t after_owner = people.starts_with(kOwner) ? kOwner.size() : 0;
    const std::size_t between = people.find(':', after_owner);
    if (between == std::string_view::npos) return relationship;
    return pair_id(present_id(PersonId(std::string(people.substr(0, between))), aliases),
                   present_id(PersonId(std::string(people.substr(between + 1))), aliases));
}

}  // namespace mentorsync

#include "sync/rules/deactivated.hpp"

#include <string>

#include "sync/rules/crm_names.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

std::set<RecordId> contacts_of_deactivated_users(const CrmSnapshot& snapshot) {
    std::set<std::string> active;
    std::set<std::string> gone;
    for (const CrmOwner& owner : snapshot.owners) {
        (owner.archived ? gone : active).insert(comparable_email(owner.email));
    }
    std::set<RecordId> contacts;
    for (const CrmRecord& record : snapshot.records) {
        if (record.kind != RecordKind::Contact || record.archived) continue;
        const std::string email = comparable_email(record.value(kEmail));
        const bool is_gone = !email.empty() && gone.contains(email) && !active.contains(email);
        if (is_gone) contacts.insert(record.id);
    }
    return contacts;
}

}  // namespace mentorsync

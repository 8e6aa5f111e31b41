#include "sync/run/erased_people.hpp"

#include <algorithm>
#include <utility>

#include "sync/run/note_contacts.hpp"

namespace mentorsync {

namespace {

std::set<RecordId> contacts_of(const CrmSnapshot& snapshot) {
    std::set<RecordId> contacts;
    for (const CrmRecord& record : snapshot.records) {
        if (record.kind != RecordKind::Contact) continue;
        contacts.insert(record.id);
        contacts.insert(record.merged.begin(), record.merged.end());
    }
    for (const UnreadableRecord& each : snapshot.unreadable) {
        if (each.record.kind == RecordKind::Contact) contacts.insert(each.record.id);
    }
    return contacts;
}

const CrmRecord* any_live_contact(const CrmSnapshot& snapshot) {
    const auto found = std::ranges::find_if(snapshot.records, [](const CrmRecord& record) {
        return record.kind == RecordKind::Contact && !record.archived;
    });
    return found == snapshot.records.end() ? nullptr : &*found;
}

}  // namespace

Result<bool> PrivacySink::is_kept_out(const RecordRef& record) {
    if (people_ == nullptr || record.kind != RecordKind::Contact) return false;
    return people_->is_erased(record.id);
}

Result<void> PrivacySink::take(const CrmPage& page) {
    for (const GoneRecord& gone : page.gone) {
        if (gone.how == GoneRecord::How::Erased && gone.record.kind == RecordKind::Contact) {
            erased_.insert(gone.record.id);
        }
    }
    std::set<RecordRef> kept_out;
    for (const CrmRecord& record : page.records) {
        const RecordRef ref{record.kind, record.id};
        const auto out = is_kept_out(ref);
        if (!out) return Failure(out.error());
        if (*out) kept_out.insert(ref);
    }
    if (kept_out.empty()) return inner_.take(page);
    CrmPage rest = page;
    std::erase_if(rest.records, [&](const CrmRecord& record) {
        return kept_out.contains({record.kind, record.id});
    });
    std::erase_if(rest.links, [&](const CrmLink& link) {
        return kept_out.contains(link.from) || kept_out.contains(link.to);
    });
    std::erase_if(rest.memberships, [&](const CrmMembership& membership) {
        return kept_out.contains({RecordKind::Contact, membership.contact});
    });
    return inner_.take(rest);
}

Result<std::vector<RecordId>> find_erased(CrmAuditor& crm, const std::vector<RecordId>& known,
                                          const CrmSnapshot& now, const std::stop_token& stop) {
    std::vector<RecordId> erased;
    const CrmRecord* const witness = any_live_contact(now);
    if (witness == nullptr) return erased;
    const std::set<RecordId> present = contacts_of(now);
    std::set<RecordId> missing;
    for (const RecordId& contact : known) {
        if (!present.contains(contact)) missing.insert(contact);
    }
    if (missing.empty()) return erased;
    missing.insert(witness->id);
    const auto found = find_all(crm, missing, stop);
    if (!found) return Failure(found.error());
    if (found->at(witness->id).where != Whereabouts::Where::Live) return erased;
    for (const auto& [contact, today] : *found) {
        if (today.where == Whereabouts::Where::Nowhere) erased.push_back(contact);
    }
    return erased;
}

}  // namespace mentorsync

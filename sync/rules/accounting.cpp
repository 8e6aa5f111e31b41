#include <algorithm>
#include <tuple>

#include "sync/rules/crm_names.hpp"
#include "sync/rules/findings.hpp"

namespace mentorsync {

namespace {

// Why a contact is left out; empty when it is in the programme.
struct LeftOut {
    std::string_view code;
    std::string_view reason;
};

LeftOut why_left_out(const CrmRecord& contact, const Source& source,
                     const std::set<PersonId>& people) {
    const PersonId person = source.directory.person_of(contact.id);
    if (contact.archived) return {"archived", "the CRM has archived it"};
    if (source.directory.contact(person) != &contact) {
        return {"merged", "it was merged into another contact"};
    }
    if (people.contains(person)) return {};
    return {"not_in_programme", "it is neither in the programme's people nor anybody's mentor"};
}

void account_contact(const CrmRecord& contact, const Source& source,
                     const std::set<PersonId>& people, Findings& findings) {
    const RecordRef ref{RecordKind::Contact, contact.id};
    const LeftOut left_out = why_left_out(contact, source, people);
    if (!left_out.code.empty()) {
        findings.set_aside(ref, RecordStatus::Excluded, "", std::string(left_out.code),
                           std::string(left_out.reason));
    } else if (contact.value(kEmail).size() > kLongestIdentifier) {
        findings.set_aside(ref, RecordStatus::Failing, "", "value_too_long",
                           "'email' is longer than 1,024 bytes, which no e-mail address is");
    }
}

void account_other(const CrmRecord& record, Findings& findings) {
    const RecordRef ref{record.kind, record.id};
    if (record.kind == RecordKind::Note) {
        findings.set_aside(ref, RecordStatus::Excluded, "", "not_read", "notes are never read");
    } else if (record.archived) {
        findings.set_aside(ref, RecordStatus::Excluded, "", "archived", "the CRM has archived it");
    }
}

// Whatever is set aside of one record is all failing or all excluded.
std::map<RecordRef, RecordStatus> statuses_of(const CrmSnapshot& snapshot,
                                              const std::vector<SetAside>& aside) {
    std::map<RecordRef, RecordStatus> statuses;
    for (const CrmRecord& record : snapshot.records) {
        statuses.emplace(RecordRef{record.kind, record.id}, RecordStatus::InSync);
    }
    for (const SetAside& each : aside) statuses.at(each.record) = each.status;
    return statuses;
}

// What the roll-up properties hold: of everybody in the programme, and of those who are not but
// still carry what was written when they were.
std::map<RecordId, Properties> rollups_of(const Source& source, const std::set<PersonId>& people) {
    std::map<RecordId, Properties> rollups;
    if (source.bound.content.rollup_names.empty()) return rollups;
    for (const CrmRecord& record : source.snapshot.records) {
        if (record.kind != RecordKind::Contact) continue;
        const PersonId person = source.directory.person_of(record.id);
        if (source.directory.contact(person) != &record) continue;
        Properties held;
        for (const Name& name : source.bound.content.rollup_names) {
            const auto found = record.properties.find(name.text);
            if (found != record.properties.end()) held.insert(*found);
        }
        if (people.contains(person) || !held.empty()) rollups.emplace(record.id, std::move(held));
    }
    return rollups;
}

template <class Map>
auto values_of(Map map) {
    std::vector<typename Map::mapped_type> values;
    values.reserve(map.size());
    for (auto& [key, value] : map) values.push_back(std::move(value));
    return values;
}

}  // namespace

Translation account(const Source& source, Findings findings) {
    std::set<PersonId> people = findings.people_in_relationships();
    people.insert(source.directory.in_scope().begin(), source.directory.in_scope().end());
    for (const CrmRecord& record : source.snapshot.records) {
        if (record.kind == RecordKind::Contact) {
            account_contact(record, source, people, findings);
        } else {
            account_other(record, findings);
        }
    }

    Translation result;
    result.statuses = statuses_of(source.snapshot, findings.aside);
    result.set_aside = std::move(findings.aside);
    std::ranges::sort(result.set_aside, {}, [](const SetAside& each) {
        return std::tie(each.record, each.rule, each.code, each.reason);
    });
    for (const PersonId& person : people) {
        result.seen.people.push_back(source.directory.person(person));
    }
    result.seen.relationships = values_of(std::move(findings.relationships));
    result.seen.tasks = values_of(std::move(findings.tasks));
    result.seen.goals = std::move(findings.goals);
    result.seen.rollups = rollups_of(source, people);
    result.seen.aliases = source.directory.aliases();
    for (const auto& [user, contact] : findings.users) {
        result.seen.aliases.insert_or_assign(user, contact);
    }
    result.seen.coverage = source.snapshot.coverage;
    return result;
}

}  // namespace mentorsync

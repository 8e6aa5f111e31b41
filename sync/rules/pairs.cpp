#include <algorithm>
#include <unordered_map>

#include "sync/rules/crm_names.hpp"
#include "sync/rules/findings.hpp"
#include "sync/rules/text.hpp"

namespace mentorsync {

namespace {

using RuleSource = RelationshipRule::Source;
using MentorsOf = std::unordered_map<PersonId, std::set<PersonId>>;

bool carries(const CrmLink& link, const LabelIds& labels) {
    return std::ranges::any_of(link.types, [&](const LinkType& type) {
        return labels.contains({type.category, type.type_id});
    });
}

// A label says what `to` is to `from`, and either side may carry its own.
MentorsOf mentors_by_label(const Source& source, const BoundSource& rule) {
    MentorsOf mentors;
    for (const CrmLink& link : source.snapshot.links) {
        if (link.from.kind != RecordKind::Contact || link.to.kind != RecordKind::Contact) continue;
        const PersonId from = source.directory.person_of(link.from.id);
        const PersonId to = source.directory.person_of(link.to.id);
        if (carries(link, rule.mentor_labels)) mentors[from].insert(to);
        if (carries(link, rule.mentee_labels)) mentors[to].insert(from);
    }
    return mentors;
}

// One pair rule, looking at one mentee after the other.
class PairFinder {
public:
    PairFinder(const Source& source, std::size_t index, Findings& findings)
        : source_(source),
          rule_(source.bound.content.relationships[index]),
          name_(relationship_rule_name(index)),
          findings_(findings) {
        if (rule_.source == RuleSource::AssociationLabel) {
            labelled_ = mentors_by_label(source, source.bound.sources[index]);
        }
    }

    void look_at(const PersonId& mentee) {
        const CrmRecord& contact = *source_.directory.contact(mentee);
        if (rule_.where && !holds(*rule_.where, contact)) return;
        switch (rule_.source) {
            case RuleSource::AssociationLabel: follow_labels(mentee, contact); break;
            case RuleSource::ContactProperty: follow_property(mentee, contact); break;
            case RuleSource::ContactOwner: follow_owner(mentee, contact); break;
            case RuleSource::List: break;  // lists make groups only
        }
    }

private:
    void follow_labels(const PersonId& mentee, const CrmRecord& contact) {
        const auto mentors = labelled_.find(mentee);
        if (mentors == labelled_.end()) return;
        for (const PersonId& mentor : mentors->second) {
            // The association outlives a mentor who was deleted; the relationship does not.
            if (source_.directory.contact(mentor) != nullptr) pair(mentor, mentee, contact);
        }
    }

    void follow_property(const PersonId& mentee, const CrmRecord& contact) {
        const std::string_view value = contact.value(rule_.property.text);
        const std::string property = "'" + rule_.property.text + "'";
        if (value.size() > kLongestIdentifier) {
            fail(contact, "value_too_long",
                 property + " is longer than 1,024 bytes, which no e-mail address is");
            return;
        }
        for (const std::string_view address : parts_of(value, ";,")) {
            std::vector<PersonId> contacts = source_.directory.contacts_with(address);
            if (contacts.empty()) {
                follow_owner_address(address, mentee, contact);
            } else {
                pair_with_one_of(contacts, property, mentee, contact);
            }
        }
    }

    void follow_owner_address(std::string_view address, const PersonId& mentee,
                              const CrmRecord& contact) {
        const std::string property = "'" + rule_.property.text + "'";
        const auto owners = source_.directory.owners_with(address);
        if (owners.empty()) {
            fail(contact, "mentor_not_found",
                 property + " names an e-mail address that no contact and no CRM user has");
        } else if (owners.front()->archived) {
            fail_deactivated(*owners.front(), property, contact);
        } else {
            pair(PersonId("owner:" + owners.front()->id.text()), mentee, contact);
        }
    }

    void follow_owner(const PersonId& mentee, const CrmRecord& contact) {
        const std::string_view id = contact.value(kOwner);
        if (id.empty()) return;
        const CrmOwner* const owner = source_.directory.owner(id);
        if (owner == nullptr) {
            fail(contact, "owner_not_found", "its owner is no CRM user of this portal");
        } else if (owner->archived) {
            fail_deactivated(*owner, "its owner", contact);
        } else {
            pair_with_one_of(source_.directory.people_of(*owner), "its owner", mentee, contact);
        }
    }

    void pair_with_one_of(const std::vector<PersonId>& mentors, const std::string& what,
                          const PersonId& mentee, const CrmRecord& contact) {
        if (mentors.size() == 1) return pair(mentors.front(), mentee, contact);
        fail(contact, "mentor_ambiguous",
             what + " has an e-mail address that " + std::to_string(mentors.size()) +
                 " contacts share, such as " + mentors[0].text() + " and " + mentors[1].text());
    }

    void pair(const PersonId& mentor, const PersonId& mentee, const CrmRecord& contact) {
        if (mentor == mentee) return fail_self(contact);
        if (const CrmOwner* const user = source_.directory.user_of(mentor)) {
            findings_.users.insert_or_assign(RecordId("owner:" + user->id.text()),
                                             RecordId(mentor.text()));
        }
        Relationship relationship;
        relationship.id = pair_id(mentor, mentee);
        relationship.mentors = {mentor};
        relationship.mentees = {mentee};
        relationship.source_rule = name_;
        findings_.add(relationship);
    }

    void fail_self(const CrmRecord& contact) {
        if (contact.merged.empty()) {
            fail(contact, "mentor_is_self", "the contact is named as its own mentor");
        } else {
            fail(contact, "merged_with_mentor",
                 "it was merged with its mentor, and nobody is their own mentor; name another "
                 "mentor");
        }
    }

    void fail_deactivated(const CrmOwner& owner, const std::string& what,
                          const CrmRecord& contact) {
        fail(contact, "owner_deactivated",
             what + " is CRM user " + owner.id.text() + ", who was deactivated");
    }

    void fail(const CrmRecord& contact, std::string code, std::string reason) {
        findings_.set_aside({RecordKind::Contact, contact.id}, RecordStatus::Failing, name_,
                            std::move(code), std::move(reason));
    }

    const Source& source_;
    const RelationshipRule& rule_;
    std::string name_;
    Findings& findings_;
    MentorsOf labelled_;
};

}  // namespace

void find_pairs(const Source& source, Findings& findings) {
    const auto& rules = source.bound.content.relationships;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].kind != RelationshipKind::Pair) continue;
        PairFinder finder(source, i, findings);
        for (const PersonId& mentee : source.directory.in_scope()) finder.look_at(mentee);
    }
}

}  // namespace mentorsync

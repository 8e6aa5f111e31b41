// The CRM vocabulary: what a CRM holds, before anybody asks what it means for mentoring.
//
// Plain values without behaviour. They name no mentoring word and no HTTP word.

#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/ids.hpp"

namespace mentorsync {

enum class RecordKind { Contact, Task, Note };

// "contact", "task", "note".
[[nodiscard]] std::string_view name_of(RecordKind kind) noexcept;

// Names one record of a portal. Ids are unique within a kind only.
struct RecordRef {
    RecordKind kind = RecordKind::Contact;
    RecordId id;

    friend bool operator==(const RecordRef&, const RecordRef&) = default;
    friend auto operator<=>(const RecordRef&, const RecordRef&) = default;
    friend std::ostream& operator<<(std::ostream& out, const RecordRef& ref) {
        return out << name_of(ref.kind) << ' ' << ref.id;
    }
};

// Property names to their values. A property that is empty in the CRM, whichever way the CRM
// spells that, is missing here.
using Properties = std::map<std::string, std::string, std::less<>>;

struct CrmRecord {
    RecordKind kind = RecordKind::Contact;
    RecordId id;
    Instant created{};
    Instant updated{};
    bool archived = false;
    Properties properties;
    std::vector<RecordId> merged;  // former ids of records that were merged into this one

    // The value of a property, or empty when it has none.
    [[nodiscard]] std::string_view value(std::string_view property) const {
        const auto found = properties.find(property);
        return found == properties.end() ? std::string_view{} : std::string_view(found->second);
    }

    friend bool operator==(const CrmRecord&, const CrmRecord&) = default;
};

// One meaning of a link. An unlabelled link has an empty label.
struct LinkType {
    std::string category;  // "HUBSPOT_DEFINED", "USER_DEFINED", ...
    int type_id = 0;
    std::string label;

    friend bool operator==(const LinkType&, const LinkType&) = default;
};

// An association, seen from `from`: a label says what `to` is to `from`.
struct CrmLink {
    RecordRef from;
    RecordRef to;
    std::vector<LinkType> types;

    friend bool operator==(const CrmLink&, const CrmLink&) = default;
};

// A CRM user whom records can be assigned to.
struct CrmOwner {
    OwnerId id;
    std::string email;
    std::string first_name;
    std::string last_name;
    bool archived = false;  // deactivated; records may still name it

    friend bool operator==(const CrmOwner&, const CrmOwner&) = default;
};

// That a contact is on a list.
struct CrmMembership {
    ListId list;
    RecordId contact;

    friend bool operator==(const CrmMembership&, const CrmMembership&) = default;
    friend auto operator<=>(const CrmMembership&, const CrmMembership&) = default;
};

// A record that the connector was given and could not read, and why in one line.
struct UnreadableRecord {
    RecordRef record;
    std::string reason;

    friend bool operator==(const UnreadableRecord&, const UnreadableRecord&) = default;
};

// A record that is there no more, and how.
struct GoneRecord {
    enum class How {
        Archived,  // a person deleted it and may bring it back
        Erased,    // nowhere, not among the archived either
        Left       // still there, but no business of the programme's any more
    };
    RecordRef record;
    How how = How::Archived;

    friend bool operator==(const GoneRecord&, const GoneRecord&) = default;
};

// Whether what is missing from a pull is missing from the CRM. Only `Everything` lets absence mean
// deletion.
enum class Coverage { Partial, Everything };

// What a pull brought, as far as the rules can see it.
struct CrmSnapshot {
    std::vector<CrmRecord> records;  // ordered by (kind, id), each once
    std::vector<CrmLink> links;
    std::vector<CrmOwner> owners;
    std::vector<CrmMembership> memberships;
    std::vector<UnreadableRecord> unreadable;
    Coverage coverage = Coverage::Partial;
};

struct CrmAccount {
    PortalId portal;
    std::string time_zone;  // an IANA name, e.g. "Europe/Helsinki"
    std::string ui_domain;  // where people open the portal, e.g. "app.hubspot.com"; may be empty
};

struct PropertyOption {
    std::string value;  // what records hold
    std::string label;  // what people see

    friend bool operator==(const PropertyOption&, const PropertyOption&) = default;
};

// What a portal says of one property.
struct CrmProperty {
    RecordKind kind = RecordKind::Contact;
    std::string name;
    std::string label;
    std::string type;  // "string", "enumeration", "number", "date", "datetime", "bool", ...
    std::string group;
    std::vector<PropertyOption> options;  // of an enumeration
    bool unique = false;
    bool read_only = false;

    friend bool operator==(const CrmProperty&, const CrmProperty&) = default;
};

// A label that links between contacts may carry; its direction is part of it.
struct CrmLabel {
    std::string category;
    int type_id = 0;
    std::string label;

    friend bool operator==(const CrmLabel&, const CrmLabel&) = default;
};

struct CrmList {
    ListId id;
    std::string name;
    std::optional<std::size_t> size;  // empty: the portal did not say

    friend bool operator==(const CrmList&, const CrmList&) = default;
};

// What a portal can name: everything that a mapping may refer to.
struct CrmSchema {
    std::vector<CrmProperty> properties;      // of contacts, tasks and notes
    std::vector<std::string> contact_groups;  // property groups by name
    std::vector<std::string> note_groups;
    std::vector<CrmLabel> contact_labels;  // of links between contacts
    std::vector<CrmList> lists;            // of contacts
    std::vector<CrmOwner> owners;

    // The property, or nullptr.
    [[nodiscard]] const CrmProperty* find(RecordKind kind, std::string_view name) const noexcept;
};

}  // namespace mentorsync

// The places in the database where sealed values lie, and the names they are bound to.
//
// Staging and mirror share a name, so that a value moves from one to the other as it is.

#pragma once

#include <string>
#include <string_view>

#include "mentorsync/crm.hpp"

namespace mentorsync::store {

struct SealedColumn {
    std::string_view table;
    std::string_view column;
    std::string_view field;  // as the tag knows it
    std::string_view row;    // SQL for the row's name, equal to the functions below
    std::string_view
        plain;  // column that holds what was stored before there was a seal; empty: none
};

inline constexpr std::string_view kRecordProperties = "record.properties";
inline constexpr std::string_view kLinkTypes = "link.types";
inline constexpr std::string_view kOwnerPerson = "owner.person";
inline constexpr std::string_view kUnreadableReason = "unreadable.reason";
inline constexpr std::string_view kNoteBody = "outbox.body";
inline constexpr std::string_view kPropertyValue = "property_outbox.value";
inline constexpr std::string_view kSecretValue = "secret.value";
inline constexpr std::string_view kRequestAnswer = "request.answer";

// In the order in which they are sealed anew.
inline constexpr SealedColumn kSealedColumns[] = {
    {"mirror_record", "properties", kRecordProperties, "kind || ' ' || id", ""},
    {"mirror_link", "sealed", kLinkTypes,
     "from_kind || ' ' || from_id || '>' || to_kind || ' ' || to_id", ""},
    {"mirror_owner", "person", kOwnerPerson, "id", ""},
    {"mirror_unreadable", "reason", kUnreadableReason, "kind || ' ' || id", ""},
    {"outbox", "sealed", kNoteBody, "key", "body"},
    {"property_outbox", "sealed", kPropertyValue, "contact || '/' || property", "value"},
    {"secret", "sealed", kSecretValue, "name", ""},
    {"request", "answer", kRequestAnswer, "CAST(id AS TEXT)", ""},
};

[[nodiscard]] inline std::string row_of(const RecordRef& record) {
    return std::string(name_of(record.kind)) + ' ' + record.id.text();
}

[[nodiscard]] inline std::string row_of(const RecordRef& from, const RecordRef& to) {
    return row_of(from) + '>' + row_of(to);
}

[[nodiscard]] inline std::string row_of_property(const RecordId& contact,
                                                 std::string_view property) {
    return contact.text() + '/' + std::string(property);
}

}  // namespace mentorsync::store

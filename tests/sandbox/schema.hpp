// The properties that records of one kind can have, and what may be written into them.

#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sandbox/records.hpp"

namespace mentorsync::sandbox {

struct Property {
    std::string name;
    std::string label;
    std::string type = "string";  // bool, date, datetime, enumeration, number, string
    std::string field_type = "text";
    std::string group;
    std::vector<std::string> options;  // internal values of an enumeration
    bool unique = false;
    bool hidden = false;
    bool read_only = false;   // clients cannot write it
    bool calculated = false;  // changing it does not move the modified date
    bool hubspot = false;     // comes with the CRM

    friend bool operator==(const Property&, const Property&) = default;
};

using PropertyMap = std::map<std::string, Property, std::less<>>;

// The answer that lists `properties`, kept since most askers find them as the last one did.
struct Listing {
    PropertyMap properties;
    std::string answer;
};

struct Schema {
    PropertyMap properties;
    std::map<std::string, std::string, std::less<>> groups;  // name to label
    std::shared_ptr<const Listing> listing;  // the last one; may be of other properties

    [[nodiscard]] const Property* find(std::string_view name) const;
    [[nodiscard]] std::size_t unique_count() const;
    void add(Property property);
};

// What every portal has for this kind. Source: HubSpot CRM API guides, Contacts, Tasks, Notes,
// Meetings; default properties as listed there.
[[nodiscard]] Schema built_in_schema(Kind kind);

// The properties that come back when a request names none.
[[nodiscard]] const std::vector<std::string>& default_properties(Kind kind);

// What is wrong with writing `value` into `property`: an error code of the CRM such as
// "INVALID_OPTION", or empty when the value may be written. An empty value clears and is always
// allowed. Source: HubSpot CRM API guide, Properties; strings end at 65,536 characters.
[[nodiscard]] std::string_view fault_of(const Property& property, std::string_view value);

// The value as the CRM keeps it: times as ISO text, addresses in lower case.
[[nodiscard]] std::string stored_form(const Property& property, std::string_view value);

}  // namespace mentorsync::sandbox

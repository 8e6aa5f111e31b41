// What a portal holds: records of four kinds, CRM users and lists.

#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/sandbox/times.hpp"

namespace mentorsync::sandbox {

enum class Kind : std::size_t { Contact, Task, Note, Meeting };

inline constexpr std::size_t kKinds = 4;
inline constexpr std::array<Kind, kKinds> kAllKinds{Kind::Contact, Kind::Task, Kind::Note,
                                                    Kind::Meeting};

// Accepts "contacts", "contact" and "0-1". Source: HubSpot CRM API guide, Object type ids.
[[nodiscard]] std::optional<Kind> kind_of(std::string_view name) noexcept;
[[nodiscard]] std::string_view singular(Kind kind) noexcept;  // "contact"
[[nodiscard]] std::string_view plural(Kind kind) noexcept;    // "contacts"
[[nodiscard]] std::string_view type_id(Kind kind) noexcept;   // "0-1"
[[nodiscard]] std::string_view shouted(Kind kind) noexcept;   // "CONTACT"

// Orders ids as numbers of any size.
struct IdLess {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const noexcept {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    }
};

using Properties = std::map<std::string, std::string, std::less<>>;

struct Record {
    std::string id;
    Time created{};
    Time updated{};
    std::optional<Time> archived;
    Properties properties;                // never an empty value, never one derived from the above
    std::vector<std::string> former_ids;  // of the records merged into this one

    // A property or a derived one such as `hs_object_id`; empty when it has no value.
    [[nodiscard]] std::string value(Kind kind, std::string_view name) const;
};

using Records = std::map<std::string, Record, IdLess>;

// The name of the property that says when a record changed last: contacts have their own.
[[nodiscard]] std::string_view modified_property(Kind kind) noexcept;

// A CRM user who can own records.
struct Owner {
    std::string id;
    std::string user_id;
    std::string email;
    std::string first_name;
    std::string last_name;
    Time created{};
    bool archived = false;
};

// A list of contacts.
struct List {
    std::string id;
    std::string name;
    std::string processing_type;  // "MANUAL" or "DYNAMIC"
    std::map<std::string, Time, IdLess> members;
};

}  // namespace mentorsync::sandbox

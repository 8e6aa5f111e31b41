// Identifiers that cannot be mistaken for each other.
//
// CRM ids are text of one to twenty digits and never numbers: they may exceed 2^53, and two kinds
// of records may share one.

#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace mentorsync {

template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const Id&, const Id&) = default;
    friend auto operator<=>(const Id&, const Id&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Id& id) { return out << id.text_; }

private:
    std::string text_;
};

using PortalId = Id<struct PortalTag>;  // issued by the CRM: its account number
using RecordId = Id<struct RecordTag>;  // issued by the CRM, unique within one kind
using OwnerId = Id<struct OwnerTag>;    // issued by the CRM: a CRM user who owns records
using ListId = Id<struct ListTag>;      // issued by the CRM
using PersonId = Id<struct PersonTag>;  // a canonical contact id, or "owner:" + OwnerId
using RelationshipId = Id<struct RelationshipTag>;  // derived from CRM ids, see mentoring.hpp
using NoteKey = Id<struct NoteKeyTag>;              // derived, see sync/run/note_key.hpp

// Whether `text` may be used as a CRM id: one to twenty ASCII digits. Everything else is refused
// before it reaches a URL or the store.
[[nodiscard]] constexpr bool is_crm_id(std::string_view text) noexcept {
    if (text.empty() || text.size() > 20) return false;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
    }
    return true;
}

// Orders ids as numbers of any size: leading zeros do not count, then length, then digits.
[[nodiscard]] constexpr bool is_smaller_id(std::string_view a, std::string_view b) noexcept {
    while (a.size() > 1 && a.front() == '0') a.remove_prefix(1);
    while (b.size() > 1 && b.front() == '0') b.remove_prefix(1);
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace mentorsync

template <class Tag>
struct std::hash<mentorsync::Id<Tag>> {
    std::size_t operator()(const mentorsync::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};

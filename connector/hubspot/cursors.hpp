// Where a pull of changes goes on: points in time that the CRM itself gave, never ours.
//
// A mark is the newest modified time that the search index showed before a pull read anything else.
// What changes later is past it, so that nothing is lost to a pull that takes long. All functions
// are pure.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

// FNV-1a over lines, 64 bits. Source: draft-eastlake-fnv.
class Fingerprint {
public:
    void add(std::string_view line);
    [[nodiscard]] std::string text() const { return std::to_string(hash_); }

private:
    void add_byte(unsigned char byte);
    std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

// What the index shows of a whole portal.
struct IndexMark {
    std::optional<Instant> newest;     // empty: the CRM did not say
    std::optional<std::size_t> total;  // records of the kind

    friend bool operator==(const IndexMark&, const IndexMark&) = default;
};

struct StartMark {
    IndexMark contacts;
    IndexMark tasks;

    friend bool operator==(const StartMark&, const StartMark&) = default;
};

// "1795413600000;12;1795413600000;7": how a pull that is interrupted remembers its start.
[[nodiscard]] std::string format_start(const StartMark& start);
// What is unreadable is unknown.
[[nodiscard]] StartMark parse_start(std::string_view text);

// Names of cursors.
inline constexpr std::string_view kContactsCursor = "contacts";
inline constexpr std::string_view kTasksCursor = "tasks";
inline constexpr std::string_view kJudgedContacts = "contacts judged";
inline constexpr std::string_view kJudgedTasks = "tasks judged";
// What a complete pull did not bring although it was modified until then is nobody's business.
inline constexpr std::string_view kSettledContacts = "contacts settled";
inline constexpr std::string_view kSettledTasks = "tasks settled";
// From when on a search looks, where that is later than its overlap.
inline constexpr std::string_view kContactsFrom = "contacts from";
inline constexpr std::string_view kTasksFrom = "tasks from";
// Of the audits.
inline constexpr std::string_view kTrailingContacts = "contacts trailing";
inline constexpr std::string_view kTrailingTasks = "tasks trailing";
inline constexpr std::string_view kAssociationsCursor = "associations";
inline constexpr std::string_view kArchivedCursor = "archived";
inline constexpr std::string_view kScopeCursor = "scope";
inline constexpr std::string_view kCoverageCursor = "coverage";

// Where a walk through the lists of archived records is, or of live contacts after them.
struct Sweep {
    enum class Stage { ArchivedContacts, ArchivedTasks, LiveContacts, Done };
    Stage stage = Stage::ArchivedContacts;
    std::string after;
    std::string last_id;  // the greatest of live contacts that was shown
};

// "1;ID;AFTER". What is unreadable begins again.
[[nodiscard]] std::string format_sweep(const Sweep& sweep);
[[nodiscard]] Sweep parse_sweep(std::string_view text);

// The earliest time that is searched for: a filter at the epoch itself is answered with 500.
// Source: reports on HubSpot's search, HubSpot CRM API guide, Search.
inline constexpr Instant kEarliest{std::chrono::seconds(1)};

// The cursors of a complete pull of `scope` that began at `start`. None when the CRM did not say
// what its index shows: then only another complete pull can follow.
[[nodiscard]] ChangeCursors cursors_after(const StartMark& start, const PullScope& scope,
                                          Coverage coverage);

// Whether `cursors` come from a pull of exactly this scope.
[[nodiscard]] bool fits(const ChangeCursors& cursors, const PullScope& scope);

// A point in time among the cursors; empty when it is missing or none.
[[nodiscard]] std::optional<Instant> read_mark(const ChangeCursors& cursors, std::string_view name);
void write_mark(ChangeCursors& cursors, std::string_view name, Instant mark);

}  // namespace mentorsync::hubspot

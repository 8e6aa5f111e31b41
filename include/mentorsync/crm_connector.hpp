// The doors between `sync/` and a CRM: one to read, one to write mentoring, one to set up a portal.
// `connector/hubspot` implements them over HTTP.
//
// Not thread-safe: one cycle uses one connector, from one thread. Every call takes a `stop` and
// fails with Cancelled within two seconds of its request. Calls that read, and writes that may be
// repeated, have already been retried when they fail with RateLimited or Unavailable.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "mentorsync/clock.hpp"
#include "mentorsync/crm.hpp"
#include "mentorsync/disclosed.hpp"
#include "mentorsync/error.hpp"
#include "mentorsync/ids.hpp"

namespace mentorsync {

// What to pull: names of the CRM, no meaning. The connector finds the cheapest way to bring every
// record in it.
struct PullScope {
    // Whose contacts the programme is about: the members of this list, or everybody.
    std::optional<ListId> people_list;

    std::vector<std::string> contact_properties;
    std::vector<std::string> task_properties;

    // Lists whose memberships are wanted, beside `people_list`.
    std::vector<ListId> member_lists;

    // Whether associations between contacts are wanted. Contacts that a person of the scope is
    // associated with under one of these label type ids are pulled too.
    bool contact_links = false;
    std::vector<int> label_type_ids;

    // Contact properties that hold the e-mail address of a further contact, which is pulled too.
    std::vector<std::string> email_references;

    // Whether the owners (`hubspot_owner_id`) of contacts in scope lead to further contacts, found
    // by the owner's e-mail address.
    bool owner_references = false;

    // Whether tasks are wanted that have no contact but an owner who is a person of the scope.
    bool owned_tasks = false;
};

// All links between `record` and records of kind `other`.
struct LinksOf {
    RecordRef record;
    RecordKind other = RecordKind::Task;

    friend bool operator==(const LinksOf&, const LinksOf&) = default;
};

// One step of a pull, to be stored at once: a page's records, or a batch's links.
struct CrmPage {
    std::vector<CrmRecord> records;
    std::vector<CrmLink> links;
    std::vector<CrmOwner> owners;
    std::vector<CrmMembership> memberships;

    // Which enumeration this page belongs to, and where it goes on. Empty: not resumable.
    std::string stream;
    std::string resume_after;  // empty on the last page of `stream`

    using Unreadable = UnreadableRecord;
    std::vector<Unreadable> unreadable;

    // Of a pull of changes: what is proved to be there no more, and records whose links with a kind
    // are all in this pull, so that what was stored of them before is replaced. Links between a
    // contact and tasks are always stored from the task.
    std::vector<GoneRecord> gone = {};
    std::vector<LinksOf> links_of = {};
};

// Where a pull puts what it finds: the store's staging tables. What was taken survives a crash, so
// that a pull which is interrupted goes on where it was.
class CrmSink {
public:
    virtual ~CrmSink() = default;

    // Stores one page, whole. Taking the same record again replaces it.
    [[nodiscard]] virtual Result<void> take(const CrmPage& page) = 0;

    // Whether this record was taken since the pull began.
    [[nodiscard]] virtual Result<bool> has(const RecordRef& record) const = 0;

    // Where `stream` goes on: empty text, from the start; nothing, it is finished already.
    [[nodiscard]] virtual Result<std::optional<std::string>> resume_point(
        std::string_view stream) const = 0;

    // What was taken so far, for the later steps of a pull to follow.
    [[nodiscard]] virtual Result<CrmSnapshot> taken() const = 0;
};

// What earlier pulls have stored of a portal, for a pull of changes to compare with.
class CrmMirror {
public:
    virtual ~CrmMirror() = default;

    // When the CRM last changed this record, as stored; nothing for one that is not stored.
    [[nodiscard]] virtual Result<std::optional<Instant>> updated(const RecordRef& record) const = 0;

    // Who is on the list, as stored; ordered by id.
    [[nodiscard]] virtual Result<std::vector<RecordId>> members(const ListId& list) const = 0;

    // Everything, without what the pull under way has taken. Its coverage is Everything when it was
    // complete once and everything since was proved. Expensive: a quiet pull never asks.
    [[nodiscard]] virtual Result<CrmSnapshot> snapshot() const = 0;
};

// Where a pull of changes goes on: names and values are the connector's own.
using ChangeCursors = std::map<std::string, std::string, std::less<>>;

// Looks beside what changed. Each is due at its own interval and finds what a search cannot show.
enum class Audit {
    Trailing,      // the search once more, an hour back, for what the index showed late
    Associations,  // the links of everybody in the programme, and whoever is referred to
    Owners,        // the CRM's users
    Archived       // the lists of archived records, held against what is stored
};

// "trailing", "associations", "owners", "archived".
[[nodiscard]] std::string_view name_of(Audit audit) noexcept;

struct ChangeRequest {
    ChangeCursors cursors;                  // as the last stored pull returned them
    std::vector<Audit> audits;              // to be made beside what changed
    std::size_t audit_requests = SIZE_MAX;  // at most so many; an audit goes on the next time
};

struct AuditReport {
    Audit audit = Audit::Trailing;
    std::size_t requests = 0;
    std::size_t found = 0;  // records that no search had shown
    bool finished = true;   // false: the budget ended it; its place is in the cursors
};

// What a pull cost.
struct PullReport {
    std::size_t records = 0;
    std::size_t requests = 0;          // HTTP requests sent, repeats included
    std::size_t search_requests = 0;   // those of them that were searches
    std::size_t minimum_requests = 0;  // the least that the page sizes allow for what was found
    Coverage coverage = Coverage::Partial;

    // Where a pull of changes goes on after this one: never past its start.
    ChangeCursors cursors = {};

    // Of a pull of changes: whether anything differs from what is stored, and what audits found.
    bool changed = true;
    std::vector<AuditReport> audits = {};
};

// Told now and then during a pull, for people who wait.
struct PullProgress {
    std::size_t records = 0;
    std::size_t requests = 0;
    std::optional<std::size_t> expected_records;
    std::optional<std::size_t> daily_budget_left;  // as the CRM last said
};

class PullObserver {
public:
    virtual ~PullObserver() = default;
    virtual void progressed(const PullProgress& progress) = 0;
};

class CrmReader {
public:
    virtual ~CrmReader() = default;

    // Which portal the credentials open. The cheapest call there is.
    // Fails with Unauthorized, MissingScope, RateLimited, Unavailable, BadResponse.
    [[nodiscard]] virtual Result<CrmAccount> account(const std::stop_token& stop) = 0;

    // What the portal can name.
    [[nodiscard]] virtual Result<CrmSchema> schema(const std::stop_token& stop) = 0;

    // Brings every record of `scope` and what links them into `sink`. Coverage is `Everything`
    // only when every enumeration was seen to its end. A record that cannot be read is set aside,
    // and the others go on.
    [[nodiscard]] virtual Result<PullReport> pull(const PullScope& scope, CrmSink& sink,
                                                  PullObserver& observer,
                                                  const std::stop_token& stop) = 0;

    // Brings what changed since `request.cursors` into `sink`: records that are new or changed,
    // what is gone, memberships of every list of `scope`, and all links of what changed. With
    // nothing new it costs one search for contacts, one for tasks, and the membership pages.
    // Its coverage is that of `mirror` unless something could not be read. Fails as `pull` does,
    // and with InvalidArgument when the cursors do not fit the scope: pull everything then.
    [[nodiscard]] virtual Result<PullReport> pull_changes(const PullScope& scope,
                                                          const ChangeRequest& request,
                                                          const CrmMirror& mirror, CrmSink& sink,
                                                          PullObserver& observer,
                                                          const std::stop_token& stop) = 0;
};

// Where a contact is today.
struct Whereabouts {
    enum class Where { Live, Archived, Nowhere };  // Nowhere: erased, or purged after 90 days
    Where where = Where::Nowhere;
    RecordId present;  // its id today: another one than asked for after a merge; empty: Nowhere
};

// A note in the CRM that carries one of our keys.
struct OwnNote {
    RecordId id;
    NoteKey key;
    Instant created{};
    std::vector<RecordId> contacts;  // whose timelines carry it
};

// What proves afterwards that all went well.
class CrmAuditor {
public:
    virtual ~CrmAuditor() = default;

    // Where each contact is, by direct read; in the order of `contacts`, at most 100.
    [[nodiscard]] virtual Result<std::vector<Whereabouts>> find_contacts(
        std::span<const RecordId> contacts, const std::stop_token& stop) = 0;

    // The contacts that each of these notes is associated with, in their order, at most 100.
    // A note that is not live has none.
    [[nodiscard]] virtual Result<std::vector<std::vector<RecordId>>> note_contacts(
        std::span<const RecordId> notes, const std::stop_token& stop) = 0;

    // A page of the live notes that carry one of our keys, found by list and never by search.
    // `after` is empty at first and what the last page returned later; it comes back empty at the
    // end.
    struct OwnNotes {
        std::vector<OwnNote> notes;
        std::string after;
    };
    [[nodiscard]] virtual Result<OwnNotes> own_notes(const std::string& after,
                                                     const std::stop_token& stop) = 0;
};

// A note, ready to be sent.
struct NoteDraft {
    NoteKey key;
    Instant timestamp{};          // its place on the timeline
    Disclosed<std::string> body;  // HTML of our own tags, escaped text
};

// What became of one row of a batch. `id` is set when the record exists and is ours to use.
struct RowOutcome {
    std::optional<RecordId> id;
    std::optional<Error> error;  // KeyTaken, NotFound, Rejected, Ambiguous, ...; empty on success
};

// What the CRM holds under a unique key.
struct KeyState {
    enum class Where { Absent, Live, Archived };
    Where where = Where::Absent;
    RecordId id;  // empty when absent
};

struct NoteLink {
    RecordId note;
    RecordId contact;
};

struct PropertyUpdate {
    RecordId contact;
    std::string property;
    Disclosed<std::string> value;  // empty text clears the property
};

class CrmWriter {
public:
    virtual ~CrmWriter() = default;

    // Creates notes, at most 100, without associations, each carrying its key in the unique
    // property, and returns an outcome a draft in their order. Sent once and never repeated:
    // Ambiguous means that a note may exist. KeyTaken means that a note with this key exists.
    // A batch that is refused for one row is halved until only that row is Rejected. Only a
    // failure that says nothing was created for any row fails the whole call.
    [[nodiscard]] virtual Result<std::vector<RowOutcome>> create_notes(
        std::span<const NoteDraft> drafts, const std::stop_token& stop) = 0;

    // Looks each key up by direct read among the live and the archived notes, never through a
    // search index. A key that an archived note has is Archived even when a live one has it too: a
    // person deleted that note, and a late create has made an orphan since. At most 100.
    [[nodiscard]] virtual Result<std::vector<KeyState>> read_notes_by_key(
        std::span<const NoteKey> keys, const std::stop_token& stop) = 0;

    // Associates each note with each contact, as one default association; doing it again changes
    // nothing. An outcome a link, in their order: NotFound names in its message which side is
    // missing, and `missing_note` tells it to programs.
    struct LinkOutcome {
        std::optional<Error> error;
        bool missing_note = false;
        bool missing_contact = false;
    };
    [[nodiscard]] virtual Result<std::vector<LinkOutcome>> associate_notes(
        std::span<const NoteLink> links, const std::stop_token& stop) = 0;

    // Writes contact properties, several of one contact in one row. An outcome an update.
    [[nodiscard]] virtual Result<std::vector<RowOutcome>> set_properties(
        std::span<const PropertyUpdate> updates, const std::stop_token& stop) = 0;

    // Archives a note of ours that no contact carries. One at a time, by id.
    [[nodiscard]] virtual Result<void> archive_own_note(const RecordId& note,
                                                        const std::stop_token& stop) = 0;
};

struct NewProperty {
    RecordKind kind = RecordKind::Contact;
    std::string name;
    std::string label;
    std::string group;
    std::string description;
    std::string type;  // "string" or "number"
    bool unique = false;
    bool hidden = false;
};

// A pair of labels for links between contacts: what one is to the other, in both directions.
struct NewLabelPair {
    std::string name;  // internal: [a-z_][a-z0-9_]*
    std::string label;
    std::string inverse_label;
};

// What only `setup` does. Needs a schema scope.
class CrmAdmin {
public:
    virtual ~CrmAdmin() = default;

    // Each creates what is named. Fails with KeyTaken when it exists already, Rejected when the
    // portal refuses it, MissingScope with the scope that is needed.
    [[nodiscard]] virtual Result<void> create_property_group(RecordKind kind, std::string_view name,
                                                             std::string_view label,
                                                             const std::stop_token& stop) = 0;
    [[nodiscard]] virtual Result<void> create_property(const NewProperty& property,
                                                       const std::stop_token& stop) = 0;
    [[nodiscard]] virtual Result<void> create_label_pair(const NewLabelPair& labels,
                                                         const std::stop_token& stop) = 0;
};

}  // namespace mentorsync

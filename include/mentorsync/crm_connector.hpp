// The doors between `sync/` and a CRM: one to read, one to write mentoring, one to set up a portal.
// `connector/hubspot` implements them over HTTP.
//
// Not thread-safe: one cycle uses one connector, from one thread. Every call takes a `stop` and
// fails with Cancelled within two seconds of its request. Calls that read, and writes that may be
// repeated, have already been retried when they fail with RateLimited or Unavailable.

#pragma once

#include <cstddef>
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

// What a pull cost.
struct PullReport {
    std::size_t records = 0;
    std::size_t requests = 0;          // HTTP requests sent, repeats included
    std::size_t search_requests = 0;   // those of them that were searches
    std::size_t minimum_requests = 0;  // the least that the page sizes allow for what was found
    Coverage coverage = Coverage::Partial;
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

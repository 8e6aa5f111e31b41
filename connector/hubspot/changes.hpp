// A pull of changes: what differs between what is stored and what the CRM holds today.
//
//   1  one search for contacts and one for tasks that were modified since the cursors, and the
//      pages of every list: with nothing new, that is all
//   2  what changed is read by id, with its links; a search is only a hint
//   3  who belongs to the programme then, which may take more reads, until nothing is open
//   4  each audit that is due calls a part of what is known into question, and goes back to 3
//   5  the difference, in a few pages; an interrupted one is not gone on with
//
// The result is what a complete pull would bring, as far as the searches and the audits can see.
// What a pull could not read leaves what was stored as it is.

#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "connector/hubspot/belonging.hpp"
#include "connector/hubspot/cursors.hpp"
#include "connector/hubspot/difference.hpp"
#include "connector/hubspot/gathering.hpp"
#include "connector/hubspot/reads.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

// How far a search for changes goes back behind its cursor: an index shows changes after "a few
// moments", not in their order, and a wave of requests of a complete pull takes its time. What
// comes later than this is the trailing audit's.
inline constexpr std::chrono::minutes kOverlap{5};

// How late the index may show a change for the trailing audit to find it. Source: the second pass
// of a connector in production, HubSpot CRM API guide, Search, consistency.
inline constexpr std::chrono::hours kTrail{1};

// Taken first, and known by it when it was not stored.
inline constexpr std::string_view kChangesStream = "changes";

class Changes : private Reads {
public:
    // `doors.sink` is `gathering`; the difference goes to `sink`.
    Changes(const PullDoors& doors, Gathering& gathering, const ChangeRequest& request,
            const CrmMirror& mirror, CrmSink& sink);

    [[nodiscard]] Result<PullReport> run();

private:
    // A record that a search showed.
    struct Hit {
        CrmRecord record;
        Instant modified{};  // by the property that the search sorts by
    };

    // A search for what changed, to its end.
    struct Walk {
        RecordKind kind = RecordKind::Contact;
        Instant since{};  // what is older is not looked at
        ChangeWindow window;
        IndexMark mark;  // asked for only when the changes do not fit a page
        std::map<std::string, Hit, std::less<>> hits;
        std::optional<Instant> newest;  // of the first page
        std::vector<Instant> moments;   // of all hits
        bool begun = false;

        std::size_t pages_left = SIZE_MAX;
        bool cut = false;  // more pages were needed
    };

    // changes.cpp
    [[nodiscard]] Result<void> look();
    [[nodiscard]] Result<bool> is_quiet() const;
    [[nodiscard]] Result<bool> lists_are_same() const;
    [[nodiscard]] std::map<ListId, Ids> members_today() const;
    [[nodiscard]] Result<void> open_picture();
    [[nodiscard]] CrmPage owners_today(bool archived) const;
    [[nodiscard]] Result<void> tell(const Difference& difference);
    [[nodiscard]] Result<PullReport> report(bool changed, std::size_t records);
    [[nodiscard]] Result<PullReport> finish();
    [[nodiscard]] Result<void> end_lists();
    void write_cursors(bool changed);
    void write_cursors_of(const Walk& walk, bool changed);
    void keep_what_is_stored(CrmPage& page) const;

    // changed_search.cpp
    void push_walk(Walk& walk);
    [[nodiscard]] Result<void> take_walk(Walk& walk, Reply& reply);
    [[nodiscard]] bool go_on(Walk& walk, const std::vector<Instant>& times,
                             const std::string& last_id) const;
    [[nodiscard]] Result<void> sift(Walk& walk);
    [[nodiscard]] Instant cursor_after(const Walk& walk, std::string_view name) const;
    [[nodiscard]] bool is_judged(const Walk& walk, std::string_view name) const;
    [[nodiscard]] std::string judged(const Walk& walk, Instant since) const;
    [[nodiscard]] std::optional<Instant> shorter_overlap(const Walk& walk) const;

    // settling.cpp
    void doubt(const Walk& walk);
    void doubt_contact(const std::string& id, const CrmRecord& hit);
    void doubt_task(const std::string& id, const CrmRecord& hit);
    [[nodiscard]] Result<void> settle();
    [[nodiscard]] bool ask();
    void ask_records(RecordKind kind, const Ids& ids);
    void ask_named_strangers();
    void ask_fates();
    void take_answers();
    void expect_answers(RecordKind kind, const Ids& asked);
    void doubt_addresses();
    [[nodiscard]] Result<void> find_fates(std::vector<GoneRecord>& gone);

    // audits.cpp
    [[nodiscard]] Result<void> audit(Audit due);
    [[nodiscard]] std::size_t differing() const;
    [[nodiscard]] std::size_t audit_requests_left() const;
    [[nodiscard]] std::string cursor(std::string_view name) const;
    [[nodiscard]] Result<bool> audit_trailing();
    [[nodiscard]] Result<bool> audit_owners();
    [[nodiscard]] Result<bool> audit_associations();
    [[nodiscard]] std::string doubt_links(const std::string& place, std::size_t most);
    void doubt_references();

    // audit_archived.cpp
    [[nodiscard]] Result<bool> audit_archived();
    [[nodiscard]] Result<bool> some_contacts_are_missing();
    [[nodiscard]] Result<void> turn_page(Sweep& sweep);
    void doubt_archived(RecordKind kind, const std::string& id);
    void doubt_skipped(Sweep& sweep, const RecordPage& page, bool is_last);
    [[nodiscard]] Sweep next_stage(const Sweep& sweep) const;

    const ChangeRequest& request_;
    const CrmMirror& mirror_;
    CrmSink& target_;
    Gathering& gathering_;
    Picture& picture_;
    ChangeCursors cursors_;
    CrmSnapshot stored_;
    Belonging belonging_;
    Walk contacts_;
    Walk tasks_;
    std::vector<AuditReport> audits_;
    std::size_t audit_requests_ = 0;  // spent
    std::size_t requests_before_ = 0;
    std::size_t searches_before_ = 0;

    // What is to be read, and what was asked for in the wave under way.
    Ids doubtful_contacts_;
    Ids doubtful_records_;                                      // tasks
    std::map<std::string, Ids, std::less<>> unknown_contacts_;  // and their addresses
    Ids asked_contacts_;
    Ids asked_tasks_;
    std::set<RecordRef> asked_once_;
    std::set<RecordRef> asked_twice_;  // because nothing was answered the first time
    Ids given_up_contacts_;
    Ids given_up_tasks_;
    Lacks asked_;
    std::vector<CrmLink> links_;
    std::vector<CrmLink> tasks_of_;
    std::vector<CrmLink> contacts_of_;
};

}  // namespace mentorsync::hubspot

// How records, links and lists are read page by page and batch by batch: what every kind of pull
// is made of.
//
// Everything travels in waves; what is read goes to the sink of the pull, and what later steps need
// of it into `state_`. A record that cannot be read is set aside, and the others go on.

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "connector/hubspot/bodies.hpp"
#include "connector/hubspot/cursors.hpp"
#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/pull_jobs.hpp"
#include "connector/hubspot/pull_state.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

// When a record was last modified, by the property that searches sort by; empty when it does not
// say.
[[nodiscard]] std::optional<Instant> modified_at(const CrmRecord& record);

// What a pull works with. All of it must outlive the pull.
struct PullDoors {
    Client& client;
    const PullScope& scope;
    CrmSink& sink;
    PullObserver& observer;
    const std::stop_token& stop;
};

class Reads {
protected:
    explicit Reads(const PullDoors& doors);

    // A paged enumeration. One with a name goes on after a crash where it was.
    struct Stream {
        std::string name;
        Call call;  // without `after`
        std::function<Result<CrmPage>(const json::Value& body)> decode;

        // What is read in place of it when the credentials may not; empty: that is an error.
        using Forbidden = std::function<CrmPage(const Error& error)>;
        Forbidden forbidden = {};

        std::set<std::string> cursors = {};  // seen so far
        std::size_t empty_pages = 0;         // the last ones in a row
    };

    // Records asked for by id, or contacts by address.
    struct Batch {
        RecordKind kind = RecordKind::Contact;
        std::vector<std::string> asked = {};
        bool by_email = false;
        bool archived = false;  // asked whether they are archived; nothing goes to the sink
    };

    // Associations asked for from records of one kind, and who takes them.
    struct LinkRead {
        RecordKind from = RecordKind::Contact;
        RecordKind to = RecordKind::Contact;
        std::function<Result<void>(std::vector<CrmLink>& links)> take;
    };

    // A walk through the tasks of these owners, by id.
    struct OwnerSearch {
        std::vector<std::string> owners;
        std::string last_id = {};
        std::size_t missing = 0;  // of those that the CRM counted
    };

    // The records of a batch that answer what was asked for, and what of it found no answer.
    struct Match {
        CrmPage page;
        std::vector<std::string> missing;
        std::vector<CrmRecord> strangers;  // under an id that was not asked for
    };

    [[nodiscard]] Result<void> drain() { return jobs_.drain(stop_); }
    [[nodiscard]] Result<void> take(const CrmPage& page);
    void tell_progress();

    // read_streams.cpp
    [[nodiscard]] Result<void> open(Stream stream);
    void push_page(std::shared_ptr<Stream> stream, const std::string& after);
    [[nodiscard]] Result<void> take_page(const std::shared_ptr<Stream>& stream, Reply& reply);
    [[nodiscard]] Result<void> open_owners(bool archived);
    [[nodiscard]] Result<void> open_list(const ListId& list);
    [[nodiscard]] Result<void> open_lists();

    // read_index.cpp
    void look_at_index(RecordKind kind, IndexMark& mark);

    // read_batches.cpp
    void read_records(RecordKind kind, const std::vector<std::string>& ids, bool archived = false);
    void read_emails(const std::vector<std::string>& emails);
    void push_batch(Batch batch);
    [[nodiscard]] Result<void> take_batch(const Batch& batch, Reply& reply);
    [[nodiscard]] Result<void> split_batch(const Batch& batch, const Error& error);
    [[nodiscard]] Match match(const Batch& batch, RecordPage&& page) const;
    void settle_faults(const Batch& batch, const json::Value& body, Match& match);
    void settle_strangers(const Batch& batch, Match& match);
    void note_absent(const Batch& batch, const std::vector<std::string>& ids);
    void set_fault_aside(const Batch& batch, const Fault& fault, CrmPage& page);
    void set_aside(CrmPage& page, RecordKind kind, const std::string& id,
                   const std::string& reason);

    // read_links.cpp
    void read_links(const LinkRead& read, const Ids& ids);
    void push_links(const LinkRead& read, std::vector<LinkInput> inputs, std::size_t pages);
    [[nodiscard]] Result<void> take_links(const LinkRead& read,
                                          const std::vector<LinkInput>& inputs, std::size_t pages,
                                          Reply& reply);
    [[nodiscard]] Result<void> set_links_aside(const LinkRead& read, const json::Value& body,
                                               std::vector<CrmPage::Unreadable> unreadable);

    // read_owned.cpp
    void read_owned(const Ids& owners);
    void search_owned(OwnerSearch search);
    [[nodiscard]] Result<void> take_owned(OwnerSearch search, Reply& reply);

    [[nodiscard]] std::vector<std::string> contact_properties() const;
    [[nodiscard]] std::vector<std::string> task_properties() const;

    Client& client_;
    const PullScope& scope_;
    CrmSink& sink_;
    PullObserver& observer_;
    const std::stop_token& stop_;
    JobQueue jobs_;
    PullState state_;
    std::set<ListId> unread_lists_;  // that the credentials may not read
    Ids doubtful_tasks_;  // found by their owner, or whose links a list did not show whole
};

}  // namespace mentorsync::hubspot

// One pull: which requests it takes to bring a scope, and in which order.
//
//   1  owners, memberships; for everybody also the lists of contacts and of tasks
//   2  contacts of the people list, and what they are associated with
//   3  the contacts found there
//   4  contacts that are referred to by an e-mail address
//   5  tasks: by association from the contacts, or as a list of all, whichever costs fewer requests
//
// Within a step everything travels in waves. Batches are filled before they are sent, for a batch
// costs the same however few it asks for. Whoever is found in steps 3 and 4 is not followed
// further.

#pragma once

#include <functional>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "connector/hubspot/bodies.hpp"
#include "connector/hubspot/decode.hpp"
#include "connector/hubspot/pull_jobs.hpp"
#include "connector/hubspot/pull_state.hpp"
#include "mentorsync/crm_connector.hpp"

namespace mentorsync::hubspot {

class Pull {
public:
    // All of them must outlive this.
    Pull(Client& client, const PullScope& scope, CrmSink& sink, PullObserver& observer,
         const std::stop_token& stop);

    // Runs the whole pull once.
    [[nodiscard]] Result<PullReport> run();

private:
    // A paged enumeration. One with a name goes on after a crash where it was.
    struct Stream {
        std::string name;
        Call call;  // without `after`
        std::function<Result<CrmPage>(const json::Value& body)> decode;
        std::set<std::string> cursors = {};  // seen so far
        std::size_t empty_pages = 0;         // the last ones in a row
    };

    // Records asked for by id, or contacts by address.
    struct Batch {
        RecordKind kind = RecordKind::Contact;
        std::vector<std::string> asked = {};
        bool by_email = false;
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

    // pull.cpp
    [[nodiscard]] Result<void> resume();
    [[nodiscard]] Result<void> enumerate();
    [[nodiscard]] Result<void> read_people();
    [[nodiscard]] Result<void> read_referred();
    [[nodiscard]] Result<void> drain() { return jobs_.drain(stop_); }
    [[nodiscard]] Result<void> take(const CrmPage& page);
    void tell_progress();

    // pull_streams.cpp
    [[nodiscard]] Result<void> open(Stream stream);
    void push_page(std::shared_ptr<Stream> stream, const std::string& after);
    [[nodiscard]] Result<void> take_page(const std::shared_ptr<Stream>& stream, Reply& reply);
    [[nodiscard]] Result<void> open_owners(bool archived);
    [[nodiscard]] Result<void> open_list(const ListId& list);
    [[nodiscard]] Result<void> open_contacts();
    [[nodiscard]] Result<void> open_tasks();
    void count_records(RecordKind kind);
    [[nodiscard]] CrmPage keep_our_tasks(RecordPage&& records);

    // pull_batches.cpp
    void read_records(RecordKind kind, const std::vector<std::string>& ids);
    void push_batch(Batch batch);
    [[nodiscard]] Result<void> take_batch(const Batch& batch, Reply& reply);
    [[nodiscard]] Result<void> split_batch(const Batch& batch, const Error& error);
    [[nodiscard]] Match match(const Batch& batch, RecordPage&& page) const;
    void settle_faults(const Batch& batch, const json::Value& body, Match& match);
    void settle_strangers(const Batch& batch, Match& match);
    void set_fault_aside(const Batch& batch, const Fault& fault, CrmPage& page);
    void set_aside(CrmPage& page, RecordKind kind, const std::string& id,
                   const std::string& reason);

    // pull_links.cpp
    void read_links(const LinkRead& read, const Ids& ids);
    void push_links(const LinkRead& read, std::vector<LinkInput> inputs, std::size_t pages);
    [[nodiscard]] Result<void> take_links(const LinkRead& read,
                                          const std::vector<LinkInput>& inputs, std::size_t pages,
                                          Reply& reply);
    [[nodiscard]] Result<void> set_links_aside(const LinkRead& read, const json::Value& body,
                                               std::vector<CrmPage::Unreadable> unreadable);
    void read_contact_links();

    // pull_tasks.cpp
    [[nodiscard]] Result<void> read_tasks();
    [[nodiscard]] Result<bool> is_listing_cheaper();
    void read_linked_tasks();
    void read_doubtful_tasks();
    void search_owned(OwnerSearch search);
    [[nodiscard]] Result<void> take_owned(OwnerSearch search, Reply& reply);
    [[nodiscard]] Ids people_owners() const;
    [[nodiscard]] bool is_ours(const RecordRef& contact) const;

    // pull_minimum.cpp
    [[nodiscard]] std::size_t minimum_requests() const;
    [[nodiscard]] std::size_t minimum_for_tasks() const;

    [[nodiscard]] std::vector<std::string> contact_properties() const;
    [[nodiscard]] std::vector<std::string> task_properties() const;

    Client& client_;
    const PullScope& scope_;
    CrmSink& sink_;
    PullObserver& observer_;
    const std::stop_token& stop_;
    JobQueue jobs_;
    PullState state_;
    Ids doubtful_tasks_;           // found by their owner, or whose links a list did not show whole
    Ids unlinked_tasks_;           // of these, the ones that have no contact at all
    bool lists_ids_only_ = false;  // the properties of contacts are too long for a URL
};

}  // namespace mentorsync::hubspot

// One pull: which requests it takes to bring a scope, and in which order.
//
//   0  what the search index shows, from which a pull of changes goes on
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

#include <string>

#include "connector/hubspot/cursors.hpp"
#include "connector/hubspot/reads.hpp"

namespace mentorsync::hubspot {

class Pull : private Reads {
public:
    explicit Pull(const PullDoors& doors) : Reads(doors) {}

    // Runs the whole pull once.
    [[nodiscard]] Result<PullReport> run();

private:
    // pull.cpp
    [[nodiscard]] Result<void> resume();
    [[nodiscard]] Result<void> enumerate();
    [[nodiscard]] Result<void> read_people();
    [[nodiscard]] Result<void> read_referred();

    // pull_start.cpp
    [[nodiscard]] Result<void> mark_start();
    [[nodiscard]] Result<void> mark_end();

    // pull_streams.cpp
    [[nodiscard]] Result<void> open_contacts();
    [[nodiscard]] Result<void> open_tasks();
    [[nodiscard]] CrmPage keep_our_tasks(RecordPage&& records);
    void read_contact_links();

    // pull_tasks.cpp
    [[nodiscard]] Result<void> read_tasks();
    [[nodiscard]] Result<bool> is_listing_cheaper();
    void read_linked_tasks();
    void read_doubtful_tasks();
    [[nodiscard]] Ids people_owners() const;
    [[nodiscard]] bool is_ours(const RecordRef& contact) const;

    // pull_minimum.cpp
    [[nodiscard]] std::size_t minimum_requests() const;
    [[nodiscard]] std::size_t minimum_for_tasks() const;

    StartMark start_;
    Ids unlinked_tasks_;           // of the doubtful, the ones that have no contact at all
    bool lists_ids_only_ = false;  // the properties of contacts are too long for a URL
};

}  // namespace mentorsync::hubspot

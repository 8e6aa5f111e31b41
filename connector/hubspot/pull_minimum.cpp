#include <algorithm>

#include "connector/hubspot/pull.hpp"

namespace mentorsync::hubspot {

namespace {

std::size_t pages(std::size_t count, std::size_t page) {
    return (count + page - 1) / page;
}

// An enumeration costs a request even when it is empty.
std::size_t listing(std::size_t count, std::size_t page) {
    return std::max<std::size_t>(pages(count, page), 1);
}

}  // namespace

std::size_t Pull::minimum_requests() const {
    std::size_t minimum = listing(state_.owners_live, kOwnerPage) +
                          listing(state_.owners_archived, kOwnerPage) + minimum_for_tasks();
    for (const auto& [list, size] : state_.list_sizes) minimum += listing(size, kMembershipPage);
    const std::size_t contacts = state_.contacts.size();
    // A batch asks by id or by address, not by both.
    minimum += scope_.people_list ? pages(contacts - state_.found_by_email, kBatchInputs) +
                                        pages(state_.asked_by_email, kBatchInputs)
                                  : listing(contacts, kListPage);
    if (scope_.contact_links) {
        minimum += pages(scope_.people_list ? state_.members.size() : contacts, kLinkReadInputs);
    }
    return minimum;
}

std::size_t Pull::minimum_for_tasks() const {
    const std::size_t kept = state_.tasks.size();
    const std::size_t all = std::max(state_.all_tasks.value_or(kept), kept);
    if (!scope_.people_list) return listing(all, kListPage);
    const std::size_t linked = pages(state_.contacts.size(), kLinkReadInputs) +
                               pages(kept, kBatchInputs) +
                               pages(state_.link_checked_tasks, kLinkReadInputs);
    return state_.all_tasks ? std::min(linked, listing(all, kListPage)) : linked;
}

}  // namespace mentorsync::hubspot

#include <algorithm>

#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/reads.hpp"

namespace mentorsync::hubspot {

void Reads::read_owned(const Ids& owners) {
    const std::vector<std::string> all(owners.begin(), owners.end());
    for (std::size_t at = 0; at < all.size(); at += kSearchValues) {
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = std::min(kSearchValues, all.size() - at);
        search_owned({.owners = {first, first + static_cast<std::ptrdiff_t>(count)}});
    }
}

void Reads::search_owned(OwnerSearch search) {
    Call call{.endpoint = Endpoint::SearchTasks,
              .body = owned_tasks_body(search.owners, search.last_id)};
    jobs_.push({std::move(call), [this, search = std::move(search)](Reply& reply) {
                    return take_owned(search, reply);
                }});
}

Result<void> Reads::take_owned(OwnerSearch search, Reply& reply) {
    if (!reply.answer) return Failure(reply.answer.error());
    const json::Value& body = reply.answer->body;
    const auto records = decode_records(RecordKind::Task, body);
    if (!records) {
        return Failure(
            bad_shape(Endpoint::SearchTasks, client_.version(), "/results", "there is no array"));
    }
    if (search.last_id.empty()) search.missing = decode_count(body, "total").value_or(0);
    std::string last = search.last_id;
    for (const CrmRecord& task : records->records) {
        doubtful_tasks_.insert(task.id.text());
        if (last.empty() || is_smaller_id(last, task.id.text())) last = task.id.text();
    }
    search.missing -= std::min(search.missing, records->records.size());
    if (decode_after(body).empty()) {
        // An index that does not show what it counts proves nobody's absence.
        if (search.missing > 0) state_.all_read = false;
        return {};
    }
    if (last == search.last_id) {
        return Failure(bad_shape(Endpoint::SearchTasks, client_.version(), "/results",
                                 "the pages go in a circle"));
    }
    search.last_id = last;
    search_owned(std::move(search));
    return {};
}

}  // namespace mentorsync::hubspot

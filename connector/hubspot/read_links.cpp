#include <algorithm>
#include <memory>

#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/reads.hpp"

namespace mentorsync::hubspot {

namespace {

// Associations of one record are paged; a record with more pages than this does not end.
constexpr std::size_t kMostLinkPages = 10'000;

constexpr std::string_view kNotFound = "OBJECT_NOT_FOUND";

}  // namespace

void Reads::read_links(const LinkRead& read, const Ids& ids) {
    std::vector<LinkInput> inputs;
    for (const std::string& id : ids) {
        inputs.push_back({id});
        if (inputs.size() == kLinkReadInputs) push_links(read, std::exchange(inputs, {}), 0);
    }
    if (!inputs.empty()) push_links(read, std::move(inputs), 0);
}

void Reads::push_links(const LinkRead& read, std::vector<LinkInput> inputs, std::size_t pages) {
    Call call{.endpoint = Endpoint::BatchReadLinks,
              .parts = {.type = read.from, .to_type = read.to},
              .body = link_read_body(inputs)};
    jobs_.push({std::move(call), [this, read, inputs = std::move(inputs), pages](Reply& reply) {
                    return take_links(read, inputs, pages, reply);
                }});
}

Result<void> Reads::take_links(const LinkRead& read, const std::vector<LinkInput>& inputs,
                               std::size_t pages, Reply& reply) {
    if (!reply.answer) {
        const Error& error = reply.answer.error();
        if (error.code != ErrorCode::NotFound) return Failure(error);
        // None of them has any; but only a 404 that says so is proof.
        if (reply.fault.category != kNotFound) state_.all_read = false;
        return {};
    }
    auto page = decode_links(read.from, read.to, reply.answer->body);
    if (!page) {
        return Failure(bad_shape(Endpoint::BatchReadLinks, client_.version(), "/results",
                                 "there is no array"));
    }
    std::map<std::string, std::string, std::less<>> asked;
    for (const LinkInput& input : inputs) asked.emplace(input.id, input.after);
    std::erase_if(page->links,
                  [&](const CrmLink& link) { return !asked.contains(link.from.id.text()); });

    std::vector<LinkInput> more;
    for (LinkPage::More& next : page->more) {
        const auto known = asked.find(next.id);
        if (known == asked.end()) continue;
        if (known->second == next.after || pages == kMostLinkPages) {
            return Failure(bad_shape(Endpoint::BatchReadLinks, client_.version(),
                                     "/results/paging/next/after", "the pages go in a circle"));
        }
        more.push_back({std::move(next.id), std::move(next.after)});
    }
    if (!more.empty()) push_links(read, std::move(more), pages + 1);
    if (auto aside = set_links_aside(read, reply.answer->body, std::move(page->unreadable));
        !aside) {
        return aside;
    }
    return read.take(page->links);
}

Result<void> Reads::set_links_aside(const LinkRead& read, const json::Value& body,
                                    std::vector<CrmPage::Unreadable> unreadable) {
    CrmPage page;
    page.unreadable = std::move(unreadable);
    for (const Fault& fault : decode_faults(body)) {
        // A record without associations may be reported as a fault.
        if (fault.category == kNotFound) continue;
        const bool named = !fault.ids.empty() && is_crm_id(fault.ids.front());
        set_aside(page, read.from, named ? fault.ids.front() : "",
                  row_error_of(Endpoint::BatchReadLinks, client_.version(), fault).message);
    }
    if (page.unreadable.empty()) return {};
    return take(page);
}

}  // namespace mentorsync::hubspot

#include <algorithm>

#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/reads.hpp"

namespace mentorsync::hubspot {

namespace {

// Ten million records of one kind: more pages than this is a server that never ends.
constexpr std::size_t kMostPages = 100'000;

// A page may be empty and lead on to one that is not; so many in a row do not.
constexpr std::size_t kMostEmptyPages = 20;

// Cursors are ids today; one of this length is no cursor.
constexpr std::size_t kLongestCursor = 1024;

bool brings_nothing(const CrmPage& page) {
    return page.records.empty() && page.links.empty() && page.owners.empty() &&
           page.memberships.empty() && page.unreadable.empty();
}

bool scope_needs_owners(const PullScope& scope) {
    return scope.owner_references || scope.owned_tasks;
}

// Told once, and no reason to believe that anything else is missing.
std::function<CrmPage(const Error&)> forbidden_owners(bool archived) {
    return [archived](const Error& error) {
        CrmPage page;
        if (!archived) page.unreadable.push_back({{RecordKind::Contact, {}}, error.message});
        return page;
    };
}

}  // namespace

Result<void> Reads::open(Stream stream) {
    std::string after;
    if (!stream.name.empty()) {
        auto point = sink_.resume_point(stream.name);
        if (!point) return Failure(std::move(point).error());
        if (!*point) return {};
        after = **point;
    }
    push_page(std::make_shared<Stream>(std::move(stream)), after);
    return {};
}

void Reads::push_page(std::shared_ptr<Stream> stream, const std::string& after) {
    Call call = stream->call;
    if (!after.empty()) {
        call.query.push_back({"after", after});
        stream->cursors.insert(after);
    }
    jobs_.push({std::move(call), [this, stream = std::move(stream)](Reply& reply) {
                    return take_page(stream, reply);
                }});
}

Result<void> Reads::take_page(const std::shared_ptr<Stream>& stream, Reply& reply) {
    if (!reply.answer) {
        const Error& error = reply.answer.error();
        const bool spared = error.code == ErrorCode::MissingScope && stream->forbidden;
        return spared ? sink_.take(stream->forbidden(error)) : Failure(error);
    }
    const json::Value& body = reply.answer->body;
    const Endpoint endpoint = stream->call.endpoint;
    const std::size_t doubtful = doubtful_tasks_.size();
    auto page = stream->decode(body);
    if (!page) return Failure(std::move(page).error());
    // What is set aside or in doubt is known to this process only: who goes on after a crash must
    // come by here again.
    if (!page->unreadable.empty() || doubtful_tasks_.size() > doubtful) stream->name.clear();

    stream->empty_pages = brings_nothing(*page) ? stream->empty_pages + 1 : 0;
    if (stream->empty_pages > kMostEmptyPages) {
        return Failure(bad_shape(endpoint, client_.version(), "/paging/next/after",
                                 "the pages go on and bring nothing"));
    }
    const std::string after = decode_after(body);
    const bool is_new = !stream->cursors.contains(after) && after.size() <= kLongestCursor &&
                        stream->cursors.size() < kMostPages;
    if (!is_new) {
        return Failure(bad_shape(endpoint, client_.version(), "/paging/next/after",
                                 "the pages go in a circle"));
    }
    page->stream = stream->name;
    page->resume_after = after;
    if (auto taken = take(*page); !taken) return taken;
    if (!after.empty()) push_page(stream, after);
    return {};
}

Result<void> Reads::open_owners(bool archived) {
    const auto decode = [this, archived](const json::Value& body) -> Result<CrmPage> {
        auto owners = decode_owners(body);
        if (!owners) {
            return Failure(bad_shape(Endpoint::ListOwners, client_.version(), "/results",
                                     "there is no array"));
        }
        CrmPage page;
        page.owners = *std::move(owners);
        for (CrmOwner& owner : page.owners) owner.archived = archived;
        return page;
    };
    return open({.name = archived ? "owners:archived" : "owners",
                 .call = {.endpoint = Endpoint::ListOwners,
                          .query = {{"limit", std::to_string(kOwnerPage)},
                                    {"archived", archived ? "true" : "false"}}},
                 .decode = decode,
                 .forbidden = scope_needs_owners(scope_) ? Stream::Forbidden{}
                                                         : forbidden_owners(archived)});
}

Result<void> Reads::open_list(const ListId& list) {
    const auto decode = [this, list](const json::Value& body) -> Result<CrmPage> {
        const auto members = decode_members(body);
        if (!members) {
            return Failure(bad_shape(Endpoint::ReadMemberships, client_.version(), "/results",
                                     "there is no array"));
        }
        CrmPage page;
        for (const RecordId& contact : members->contacts) {
            page.memberships.push_back({list, contact});
        }
        for (std::size_t i = 0; i < members->unreadable; ++i) {
            page.unreadable.push_back(
                {{RecordKind::Contact, {}}, "a member of list " + list.text() + " has no CRM id"});
        }
        return page;
    };
    const Stream::Forbidden forbidden = [this, list](const Error& error) {
        unread_lists_.insert(list);
        CrmPage page;
        set_aside(page, RecordKind::Contact, "", error.message);
        return page;
    };
    state_.list_sizes.try_emplace(list.text(), 0);
    Stream stream{.name = "list:" + list.text(),
                  .call = {.endpoint = Endpoint::ReadMemberships,
                           .parts = {.id = list.text()},
                           .query = {{"limit", std::to_string(kMembershipPage)}}},
                  .decode = decode};
    if (list != scope_.people_list) stream.forbidden = forbidden;
    return open(std::move(stream));
}

Result<void> Reads::open_lists() {
    std::vector<ListId> lists = scope_.member_lists;
    if (scope_.people_list) lists.push_back(*scope_.people_list);
    std::ranges::sort(lists);
    lists.erase(std::unique(lists.begin(), lists.end()), lists.end());
    for (const ListId& list : lists) {
        if (auto opened = open_list(list); !opened) return opened;
    }
    return {};
}

}  // namespace mentorsync::hubspot

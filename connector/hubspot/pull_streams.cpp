#include <algorithm>

#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/pull.hpp"

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

std::string join(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ",") + name;
    return out;
}

CrmPage page_of(RecordPage&& records) {
    CrmPage page;
    page.records = std::move(records.records);
    page.links = std::move(records.links);
    page.unreadable = std::move(records.unreadable);
    return page;
}

}  // namespace

Result<void> Pull::open(Stream stream) {
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

void Pull::push_page(std::shared_ptr<Stream> stream, const std::string& after) {
    Call call = stream->call;
    if (!after.empty()) {
        call.query.push_back({"after", after});
        stream->cursors.insert(after);
    }
    jobs_.push({std::move(call), [this, stream = std::move(stream)](Reply& reply) {
                    return take_page(stream, reply);
                }});
}

Result<void> Pull::take_page(const std::shared_ptr<Stream>& stream, Reply& reply) {
    if (!reply.answer) return Failure(reply.answer.error());
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

Result<void> Pull::open_owners(bool archived) {
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
                 .decode = decode});
}

Result<void> Pull::open_list(const ListId& list) {
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
    state_.list_sizes.try_emplace(list.text(), 0);
    return open({.name = "list:" + list.text(),
                 .call = {.endpoint = Endpoint::ReadMemberships,
                          .parts = {.id = list.text()},
                          .query = {{"limit", std::to_string(kMembershipPage)}}},
                 .decode = decode});
}

Result<void> Pull::open_contacts() {
    const std::string properties = join(contact_properties());
    lists_ids_only_ = percent_encode(properties).size() > kLongestPropertyQuery;
    const auto decode = [this](const json::Value& body) -> Result<CrmPage> {
        auto records = decode_records(RecordKind::Contact, body);
        if (!records) {
            return Failure(bad_shape(Endpoint::ListRecords, client_.version(), "/results",
                                     "there is no array"));
        }
        if (!lists_ids_only_) return page_of(*std::move(records));
        for (const CrmRecord& record : records->records) state_.members.insert(record.id.text());
        CrmPage page;
        page.unreadable = std::move(records->unreadable);
        return page;
    };
    Call call{.endpoint = Endpoint::ListRecords,
              .parts = {.type = RecordKind::Contact},
              .query = {{"limit", std::to_string(kListPage)}, {"archived", "false"}}};
    if (!lists_ids_only_) call.query.push_back({"properties", properties});
    return open({.name = lists_ids_only_ ? "" : "contacts", .call = call, .decode = decode});
}

Result<void> Pull::open_tasks() {
    const auto decode = [this](const json::Value& body) -> Result<CrmPage> {
        auto records = decode_records(RecordKind::Task, body);
        if (!records) {
            return Failure(bad_shape(Endpoint::ListRecords, client_.version(), "/results",
                                     "there is no array"));
        }
        return keep_our_tasks(*std::move(records));
    };
    const Call call{.endpoint = Endpoint::ListRecords,
                    .parts = {.type = RecordKind::Task},
                    .query = {{"limit", std::to_string(kListPage)},
                              {"archived", "false"},
                              {"associations", "contacts"},
                              {"properties", join(task_properties())}}};
    return open({.name = "tasks", .call = call, .decode = decode});
}

void Pull::count_records(RecordKind kind) {
    const bool contacts = kind == RecordKind::Contact;
    std::optional<std::size_t>& total = contacts ? state_.all_contacts : state_.all_tasks;
    // A count is advice: without one the pull chooses by what it knows.
    jobs_.push({{.endpoint = contacts ? Endpoint::SearchContacts : Endpoint::SearchTasks,
                 .body = count_body()},
                [&total](Reply& reply) -> Result<void> {
                    if (reply.answer) total = decode_count(reply.answer->body, "total");
                    return {};
                }});
}

CrmPage Pull::keep_our_tasks(RecordPage&& records) {
    for (const RecordId& id : records.with_more_links) doubtful_tasks_.insert(id.text());
    CrmPage page = page_of(std::move(records));
    if (!scope_.people_list && scope_.owned_tasks) return page;

    Ids with_contact;
    Ids ours;
    for (const CrmLink& link : page.links) {
        with_contact.insert(link.from.id.text());
        if (is_ours(link.to)) ours.insert(link.from.id.text());
    }
    const Ids owners = scope_.people_list ? people_owners() : Ids{};
    std::erase_if(page.records, [&](const CrmRecord& task) {
        if (ours.contains(task.id.text())) return false;
        return with_contact.contains(task.id.text()) ||
               !owners.contains(task.value(kOwnerProperty));
    });
    std::erase_if(page.links, [&](const CrmLink& link) { return !is_ours(link.to); });
    return page;
}

}  // namespace mentorsync::hubspot

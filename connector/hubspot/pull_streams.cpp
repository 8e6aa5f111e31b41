#include <algorithm>

#include "connector/hubspot/errors.hpp"
#include "connector/hubspot/pull.hpp"

namespace mentorsync::hubspot {

namespace {

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

void Pull::read_contact_links() {
    const auto is_followed = [this](const LinkType& type) {
        return std::ranges::count(scope_.label_type_ids, type.type_id) > 0;
    };
    const auto take_contacts = [this, is_followed](std::vector<CrmLink>& links) {
        for (const CrmLink& link : links) {
            const bool follow = std::ranges::any_of(link.types, is_followed);
            if (follow) state_.linked.insert(link.to.id.text());
        }
        CrmPage page;
        page.links = std::move(links);
        return take(page);
    };
    read_links({RecordKind::Contact, RecordKind::Contact, take_contacts},
               scope_.people_list ? state_.members : state_.contacts);
}

}  // namespace mentorsync::hubspot

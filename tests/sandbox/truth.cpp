#include "tests/sandbox/truth.hpp"

#include <algorithm>

namespace mentorsync::sandbox {
namespace {

Json as_json(const TrueRecord& record) {
    Json json = Json::object(
        {{"kind", singular(record.kind)}, {"id", record.id}, {"status", name_of(record.status)}});
    if (!record.reason.empty()) json.set("reason", record.reason);
    return json;
}

constexpr std::size_t kListPage = 100;
constexpr std::size_t kBatchInputs = 100;
constexpr std::size_t kAssociationInputs = 1'000;
constexpr std::size_t kMemberPage = 250;

std::size_t pages(std::size_t count, std::size_t size) {
    return (count + size - 1) / size;
}

}  // namespace

std::string_view name_of(Accounted status) noexcept {
    switch (status) {
        case Accounted::InSync: return "in_sync";
        case Accounted::Excluded: return "excluded";
        case Accounted::Failing: return "failing";
    }
    return {};
}

std::size_t Truth::count(Kind kind, Accounted status) const {
    return static_cast<std::size_t>(std::count_if(
        records.begin(), records.end(),
        [&](const TrueRecord& record) { return record.kind == kind && record.status == status; }));
}

RequestCount minimum_requests(const Truth& truth) {
    const PullSizes& sizes = truth.sizes;
    const auto listed = [](std::size_t count) {
        return std::max<std::size_t>(1, pages(count, kListPage));
    };
    RequestCount count;
    count.lists = truth.group_list.empty() ? 1 : 2;
    count.memberships = std::max<std::size_t>(1, pages(sizes.programme_members, kMemberPage)) +
                        pages(sizes.group_members, kMemberPage);
    count.owners = listed(sizes.owners) + listed(sizes.archived_owners);
    count.tasks = listed(sizes.live_tasks);

    const std::size_t whole = listed(sizes.live_contacts);
    count.contacts = pages(truth.scope.size(), kBatchInputs);
    count.mentors = pages(sizes.label_mentors, kBatchInputs) + pages(sizes.addresses, kBatchInputs);
    count.associations = pages(truth.scope.size(), kAssociationInputs);
    if (whole < count.contacts + count.mentors + count.associations) {
        count.contacts = whole;
        count.mentors = 0;
        count.associations = 0;
    }
    return count;
}

Json as_json(const Truth& truth) {
    Json all_pairs = Json::array();
    for (const TruePair& pair : truth.pairs) {
        all_pairs.push(Json::object({{"id", pair.id()},
                                     {"mentor", pair.mentor},
                                     {"mentee", pair.mentee},
                                     {"rule", pair.rule}}));
    }
    Json groups = Json::array();
    for (const TrueGroup& group : truth.groups) {
        groups.push(Json::object(
            {{"id", group.id}, {"rule", group.rule}, {"members", Json::strings(group.members)}}));
    }
    Json tasks = Json::array();
    for (const TrueTask& task : truth.tasks) {
        tasks.push(Json::object({{"id", task.id},
                                 {"kind", task.kind},
                                 {"state", task.state},
                                 {"due", task.due.empty() ? Json() : Json(task.due)},
                                 {"relationships", Json::strings(task.relationships)}}));
    }
    Json records = Json::array();
    for (const TrueRecord& record : truth.records) records.push(as_json(record));
    return Json::object({{"portal", truth.portal},
                         {"programme_list", truth.programme_list},
                         {"group_list", truth.group_list},
                         {"mentor_of_story", truth.mentor_of_story},
                         {"mentee_of_story", truth.mentee_of_story},
                         {"scope", Json::strings(truth.scope)},
                         {"pairs", std::move(all_pairs)},
                         {"groups", std::move(groups)},
                         {"tasks", std::move(tasks)},
                         {"records", std::move(records)},
                         {"messy", truth.messy}});
}

}  // namespace mentorsync::sandbox

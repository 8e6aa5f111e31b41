#include "connector/hubspot/reads.hpp"

#include <algorithm>

namespace mentorsync::hubspot {

namespace {

// Former ids of a contact, `;` between them. Source: reports on HubSpot's merges.
constexpr std::string_view kMergedProperty = "hs_merged_object_ids";

std::vector<std::string> with_each(std::vector<std::string> names,
                                   std::initializer_list<std::string_view> more) {
    for (const std::string_view name : more) names.emplace_back(name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace

Reads::Reads(const PullDoors& doors)
    : client_(doors.client),
      scope_(doors.scope),
      sink_(doors.sink),
      observer_(doors.observer),
      stop_(doors.stop),
      jobs_(doors.client, [this] { tell_progress(); }) {}

Result<void> Reads::take(const CrmPage& page) {
    if (!page.unreadable.empty()) state_.all_read = false;
    state_.absorb(scope_, page);
    return sink_.take(page);
}

void Reads::tell_progress() {
    PullProgress progress{.records = state_.contacts.size() + state_.tasks.size(),
                          .requests = client_.transport().requests(),
                          .expected_records = std::nullopt,
                          .daily_budget_left = client_.transport().daily_left()};
    if (!scope_.people_list && state_.all_contacts && state_.all_tasks) {
        progress.expected_records = *state_.all_contacts + *state_.all_tasks;
    } else if (scope_.people_list && !state_.task_ids.empty()) {
        progress.expected_records = state_.contacts.size() + state_.task_ids.size();
    }
    observer_.progressed(progress);
}

std::vector<std::string> Reads::contact_properties() const {
    std::vector<std::string> names =
        with_each(scope_.contact_properties,
                  {kEmailProperty, kMoreEmailsProperty, kMergedProperty, kOwnerProperty});
    for (const std::string& name : scope_.email_references) names = with_each(names, {name});
    return names;
}

std::vector<std::string> Reads::task_properties() const {
    return with_each(scope_.task_properties, {kOwnerProperty});
}

}  // namespace mentorsync::hubspot

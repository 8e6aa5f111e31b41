#include "tests/sandbox/generator.hpp"

#include <algorithm>

#include "tests/sandbox/draft.hpp"

namespace mentorsync::sandbox {
namespace {

void finish_truth(Draft& draft) {
    Truth& truth = draft.truth;
    for (const PersonPlan& person : draft.plan.people) {
        truth.messy += person.messy ? 1U : 0U;
        if (person.archived) continue;
        truth.records.push_back({Kind::Contact, person.id, person.status, person.reason});
        if (person.in_programme) truth.scope.push_back(person.id);
    }
    for (const TaskPlan& task : draft.plan.tasks) {
        truth.messy += task.messy ? 1U : 0U;
        if (!task.archived) truth.records.push_back(task.truth);
    }
    truth.sizes = measure(draft);
    const IdLess less;
    std::sort(truth.scope.begin(), truth.scope.end(), less);
    std::sort(truth.pairs.begin(), truth.pairs.end(),
              [](const TruePair& a, const TruePair& b) { return a.id() < b.id(); });
    for (TrueGroup& group : truth.groups) {
        std::sort(group.members.begin(), group.members.end(), less);
    }
    std::sort(truth.groups.begin(), truth.groups.end(),
              [](const TrueGroup& a, const TrueGroup& b) { return a.id < b.id; });
    std::sort(truth.tasks.begin(), truth.tasks.end(),
              [&](const TrueTask& a, const TrueTask& b) { return less(a.id, b.id); });
    std::stable_sort(truth.records.begin(), truth.records.end(),
                     [&](const TrueRecord& a, const TrueRecord& b) {
                         return a.kind != b.kind ? a.kind < b.kind : less(a.id, b.id);
                     });
}

Property own_property(const char* name) {
    Property property;
    property.name = name;
    property.label = name;
    property.group = "mentorsync";
    return property;
}

Property own_key() {
    Property property = own_property("mentorsync_key");
    property.unique = true;
    property.hidden = true;
    return property;
}

Property own_number(const char* name) {
    Property property = own_property(name);
    property.type = "number";
    property.field_type = "number";
    return property;
}

void add_own_property(Portal& portal, Kind kind, const Property& property) {
    Shelf& shelf = portal.shelf(kind);
    shelf.schema.groups["mentorsync"] = "mentorsync";
    shelf.schema.add(property);
    shelf.reindex();
}

}  // namespace

PortalSize demo_size() {
    return {};
}

PortalSize large_size() {
    PortalSize size;
    size.people = 400;
    size.outsiders = 4'660;
    size.pairs = 200;
    size.groups = 20;
    size.learning_tasks = 1'200;
    size.sales_tasks = 1'900;
    size.messy_people = 26;
    return size;
}

PortalSize tiny_size() {
    PortalSize size;
    size.people = 2;
    size.outsiders = 1;
    size.pairs = 1;
    size.groups = 0;
    size.learning_tasks = 3;
    size.sales_tasks = 1;
    size.messy_people = 0;
    size.set_up = true;
    return size;
}

Truth generate_portal(SandboxCrm& crm, const std::string& id, const PortalSize& size,
                      std::uint64_t seed) {
    World& world = crm.world();
    const std::uint64_t before = std::exchange(world.random, seed);
    Draft draft{world, size};
    draft.truth.portal = id;
    draft.truth.programme_list = kProgrammeList;
    draft_programme(draft);
    draft_pairs(draft);
    draft_groups(draft);
    draft_mess(draft);
    draft_outsiders(draft);
    draft_tasks(draft);
    finish_truth(draft);
    write_portal(crm, id, draft);
    if (size.set_up) set_up_portal(crm, id);
    world.random = before;
    return std::move(draft.truth);
}

void set_up_portal(SandboxCrm& crm, const std::string& id) {
    Portal& portal = crm.portal(id);
    add_own_property(portal, Kind::Note, own_key());
    add_own_property(portal, Kind::Task, own_key());
    add_own_property(portal, Kind::Contact, own_property("mentoring_mentor"));
    for (const char* const name :
         {"mentoring_mentees", "mentoring_progress", "mentoring_overdue"}) {
        add_own_property(portal, Kind::Contact, own_number(name));
    }
}

}  // namespace mentorsync::sandbox

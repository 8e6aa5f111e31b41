#include "tests/sandbox/changes.hpp"
#include "tests/sandbox/desk.hpp"
#include "tests/sandbox/draft.hpp"

namespace mentorsync::sandbox {
namespace {

constexpr std::chrono::hours kAge{24 * 90};

void place_record(World& world, Portal& portal, Kind kind, const std::string& id,
                  const Properties& properties) {
    Record record;
    record.id = id;
    record.created = world.now - kAge;
    record.updated = world.now - std::chrono::minutes(std::stoull(id) % 100'000);
    for (const auto& [name, value] : properties) {
        if (!value.empty()) record.properties[name] = value;
    }
    portal.shelf(kind).put(std::move(record), world.now, false);
}

// Custom properties and labels that this agency made itself.
void write_schema(Portal& portal) {
    const auto add = [&](Kind kind, const char* name, const char* type, const char* field,
                         std::vector<std::string> options) {
        Property property;
        property.name = name;
        property.label = name;
        property.type = type;
        property.field_type = field;
        property.group = portal.shelf(kind).schema.groups.begin()->first;
        property.options = std::move(options);
        portal.shelf(kind).schema.add(std::move(property));
    };
    add(Kind::Contact, "mentor_email", "string", "text", {});
    add(Kind::Contact, "mentoring_role", "enumeration", "checkbox",
        {"aktori", "mentor", "fasilitaattori"});
    add(Kind::Contact, "growth_group", "string", "text", {});
    add(Kind::Contact, "aktori_goal", "string", "textarea", {});
    add(Kind::Task, "task_category", "enumeration", "select", {"learning", "sales", "admin"});
    portal.links.define(Kind::Contact, Kind::Contact, "Mentor", "Aktori", "mentor_aktori");
}

Properties contact_properties(const PersonPlan& person) {
    Properties properties = person.more;
    properties["firstname"] = person.first;
    properties["lastname"] = person.last;
    properties["email"] = person.email;
    properties["hs_additional_emails"] = person.more_emails;
    return properties;
}

void write_person(World& world, Portal& portal, const PersonPlan& person) {
    place_record(world, portal, Kind::Contact, person.id, contact_properties(person));
    Record record = *portal.shelf(Kind::Contact).find(person.id);
    record.former_ids = person.merged_from;
    if (person.archived) record.archived = world.now - std::chrono::hours(30);
    portal.shelf(Kind::Contact).put(std::move(record), world.now, false);
    for (const std::string& old : person.merged_from) portal.aliases[old] = person.id;
}

void write_lists(World& world, Portal& portal, const Draft& draft) {
    List programme{std::string(kProgrammeList), "Mentorointi", "MANUAL", {}};
    for (const PersonPlan& person : draft.plan.people) {
        if (person.in_programme) programme.members[person.id] = world.now - kAge;
    }
    portal.lists.push_back(std::move(programme));
    List group{std::string(kGroupList), "Kasvuryhmä Copy", "MANUAL", {}};
    for (const std::string& id : draft.plan.group_list_members) {
        group.members[id] = world.now - kAge;
    }
    portal.lists.push_back(std::move(group));
    portal.lists.push_back({"503", "Uutiskirje", "DYNAMIC", {}});
}

void write_tasks(World& world, Portal& portal, const Draft& draft) {
    for (const TaskPlan& task : draft.plan.tasks) {
        place_record(world, portal, Kind::Task, task.id, task.properties);
        for (const std::string& contact : task.contacts) {
            portal.links.add(Kind::Task, task.id, Kind::Contact, contact, {});
        }
        if (task.archived) {
            archive_record(world, portal, Kind::Task, task.id, Actor::Person);
        }
    }
}

}  // namespace

void write_portal(SandboxCrm& crm, const std::string& id, const Draft& draft) {
    World& world = crm.world();
    Portal& portal = crm.portal(id);
    write_schema(portal);
    portal.owners = draft.plan.owners;
    for (const PersonPlan& person : draft.plan.people) write_person(world, portal, person);
    write_lists(world, portal, draft);
    Desk desk(crm, id);
    for (const LabelPlan& label : draft.plan.labels) {
        desk.label(label.mentee, label.mentor, "Mentor");
    }
    write_tasks(world, portal, draft);
    portal.shelf(Kind::Contact).start_ids_at(draft.next_contact + 1'000);
    portal.shelf(Kind::Task).start_ids_at(draft.next_task + 1'000);
    portal.shelf(Kind::Note).start_ids_at(300'001);
    portal.shelf(Kind::Meeting).start_ids_at(400'001);
}

}  // namespace mentorsync::sandbox

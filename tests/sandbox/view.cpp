#include "tests/sandbox/view.hpp"

#include <algorithm>

namespace mentorsync::sandbox {
namespace {

std::string full_name(const Record& contact) {
    std::string name = contact.value(Kind::Contact, "firstname");
    const std::string last = contact.value(Kind::Contact, "lastname");
    if (!name.empty() && !last.empty()) name += " ";
    return name + last;
}

std::vector<const Record*> linked(const Portal& portal, const std::string& contact, Kind kind) {
    std::vector<const Record*> records;
    for (const auto& [id, types] : portal.links.of(Kind::Contact, contact, kind)) {
        const Record* const record = portal.shelf(kind).find_live(id);
        if (record != nullptr) records.push_back(record);
    }
    return records;
}

std::vector<SeenTask> see_tasks(const Portal& portal, const std::string& contact) {
    std::vector<SeenTask> tasks;
    for (const Record* record : linked(portal, contact, Kind::Task)) {
        const auto value = [&](const char* name) { return record->value(Kind::Task, name); };
        tasks.push_back({record->id, value("hs_task_subject"), value("hs_task_status"),
                         value("hs_timestamp"), value("hubspot_owner_id")});
    }
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](const SeenTask& a, const SeenTask& b) { return a.due < b.due; });
    return tasks;
}

std::vector<SeenNote> see_notes(const Portal& portal, const std::string& contact) {
    std::vector<SeenNote> notes;
    for (const Record* record : linked(portal, contact, Kind::Note)) {
        const auto value = [&](std::string_view name) { return record->value(Kind::Note, name); };
        notes.push_back(
            {record->id, value("hs_note_body"), value("hs_timestamp"), value(kNoteKey)});
    }
    std::stable_sort(notes.begin(), notes.end(), [](const SeenNote& a, const SeenNote& b) {
        return a.timestamp > b.timestamp;
    });
    return notes;
}

std::vector<SeenLink> see_links(const Portal& portal, const std::string& contact) {
    std::vector<SeenLink> links;
    for (const auto& [id, type_ids] : portal.links.of(Kind::Contact, contact, Kind::Contact)) {
        const Record* const other = portal.shelf(Kind::Contact).find_live(id);
        if (other == nullptr) continue;
        SeenLink link{id, full_name(*other), {}};
        for (const int type_id : type_ids) {
            const LinkType* const type = portal.links.type(Kind::Contact, Kind::Contact, type_id);
            if (type->label) link.labels.push_back(*type->label);
        }
        if (!link.labels.empty()) links.push_back(std::move(link));
    }
    return links;
}

}  // namespace

std::optional<ContactView> see_contact(const World& world, const std::string& portal_id,
                                       std::string_view contact) {
    const Portal& portal = world.portals.at(portal_id);
    const Shelf& shelf = portal.shelf(Kind::Contact);
    const Record* const record = shelf.find_live(portal.heir(Kind::Contact, contact));
    if (record == nullptr) return std::nullopt;
    ContactView view;
    view.id = record->id;
    view.name = full_name(*record);
    view.email = record->value(Kind::Contact, "email");
    view.tasks = see_tasks(portal, record->id);
    view.notes = see_notes(portal, record->id);
    view.links = see_links(portal, record->id);
    for (const auto& [name, property] : shelf.schema.properties) {
        const std::string value = record->value(Kind::Contact, name);
        if (property.group == "mentorsync" && !value.empty()) view.mentorsync[name] = value;
    }
    return view;
}

Json as_json(const ContactView& view) {
    Json tasks = Json::array();
    for (const SeenTask& task : view.tasks) {
        tasks.push(Json::object({{"id", task.id},
                                 {"subject", task.subject},
                                 {"status", task.status},
                                 {"due", task.due},
                                 {"owner", task.owner}}));
    }
    Json notes = Json::array();
    for (const SeenNote& note : view.notes) {
        notes.push(Json::object({{"id", note.id},
                                 {"body", note.body},
                                 {"timestamp", note.timestamp},
                                 {"key", note.key}}));
    }
    Json links = Json::array();
    for (const SeenLink& link : view.links) {
        links.push(Json::object({{"contact", link.contact},
                                 {"name", link.name},
                                 {"labels", Json::strings(link.labels)}}));
    }
    Json properties = Json::object();
    for (const auto& [name, value] : view.mentorsync) properties.set(name, value);
    return Json::object({{"id", view.id},
                         {"name", view.name},
                         {"email", view.email},
                         {"tasks", std::move(tasks)},
                         {"notes", std::move(notes)},
                         {"links", std::move(links)},
                         {"mentorsync", std::move(properties)}});
}

std::string as_text(const ContactView& view) {
    std::string text = view.name + " <" + view.email + ">, contact " + view.id + "\n";
    for (const SeenLink& link : view.links) {
        for (const std::string& label : link.labels) {
            text.append("  ").append(label).append(": ").append(link.name);
            text.append(" (").append(link.contact).append(")\n");
        }
    }
    for (const auto& [name, value] : view.mentorsync) {
        text.append("  ").append(name).append(" = ").append(value).append("\n");
    }
    text += "  Tasks: " + std::to_string(view.tasks.size()) + "\n";
    for (const SeenTask& task : view.tasks) {
        text += "    [" + task.status + "] " + task.subject;
        if (!task.due.empty()) text += " (due " + task.due.substr(0, 10) + ")";
        text += "\n";
    }
    text += "  Timeline: " + std::to_string(view.notes.size()) + "\n";
    for (const SeenNote& note : view.notes) {
        text += "    " + note.timestamp.substr(0, 10) + "  " + note.body + "\n";
    }
    return text;
}

}  // namespace mentorsync::sandbox

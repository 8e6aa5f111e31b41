#include "sync/run/plan_json.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <variant>

#include "sync/run/relationship_json.hpp"

namespace mentorsync {

namespace {

using json::Writer;

void write_progress(Writer& writer, const Progress& progress) {
    writer.key("progress").begin_object();
    writer.member("all", progress.all).member("open", progress.open);
    writer.member("started", progress.started).member("waiting", progress.waiting);
    writer.member("done", progress.done).member("dropped", progress.dropped);
    writer.member("overdue", progress.overdue).end_object();
}

struct WriteAction {
    Writer& writer;

    void operator()(const SaveRelationship& action) const {
        writer.member("action", action.is_new ? "add_relationship" : "change_relationship");
        write_relationship(writer, action.relationship);
    }
    void operator()(const EndRelationship& action) const {
        writer.member("action", "end_relationship").member("id", action.relationship.text());
    }
    void operator()(const SaveTask& action) const {
        const LearningTask& task = action.task;
        writer.member("action", action.is_new ? "add_task" : "change_task");
        writer.member("id", task.id.text());
        writer.member("kind", name_of(task.kind)).member("state", name_of(task.state));
        if (task.due) writer.member("due", to_iso8601(*task.due));
        if (task.owner) writer.member("owner", task.owner->text());
        write_ids(writer, "relationships", task.relationships);
    }
    void operator()(const DropTask& action) const {
        writer.member("action", "drop_task").member("id", action.task.text());
    }
    void operator()(const QueueNote& action) const {
        writer.member("action", "write_note");
        writer.member("relationship", action.identity.relationship.text());
        writer.member("kind", name_of(action.identity.kind));
        writer.member("period", action.identity.period);
        write_ids(writer, "contacts", action.contacts);
        if (action.facts.progress) {
            write_progress(writer, Disclosure().open(*action.facts.progress).value());
        }
    }
    void operator()(const QueueProperty& action) const {
        writer.member("action", "set_property").member("contact", action.contact.text());
        writer.member("property", action.property).member("value", action.value.value());
    }
};

}  // namespace

void write_actions(Writer& writer, const Plan& plan) {
    writer.begin_array();
    for (const Action& action : plan.actions) {
        writer.begin_object();
        std::visit(WriteAction{writer}, action);
        writer.end_object();
    }
    writer.end_array();
}

std::string canonical_json(const Plan& plan) {
    Writer writer;
    write_actions(writer, plan);
    return writer.take();
}

void write_counts(Writer& writer, const PlanCounts& counts) {
    writer.begin_object();
    writer.member("relationships_new", counts.relationships_new);
    writer.member("relationships_changed", counts.relationships_changed);
    writer.member("relationships_ended", counts.relationships_ended);
    writer.member("tasks_new", counts.tasks_new).member("tasks_changed", counts.tasks_changed);
    writer.member("tasks_dropped", counts.tasks_dropped);
    writer.member("notes", counts.notes).member("properties", counts.properties);
    writer.end_object();
}

std::string to_iso8601(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

}  // namespace mentorsync

#include <algorithm>
#include <string>

#include "mentorsync/json.hpp"
#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"

namespace mentorsync::cli {

namespace {

struct Row {
    const KnownRelationship* known = nullptr;
    std::size_t open = 0;
    std::size_t done = 0;
};

std::vector<Row> rows_of(const std::vector<KnownRelationship>& relationships,
                         const std::vector<LearningTask>& tasks) {
    std::map<RelationshipId, Row> by_id;
    for (const KnownRelationship& known : relationships) {
        by_id[known.relationship.id].known = &known;
    }
    for (const LearningTask& task : tasks) {
        for (const RelationshipId& id : task.relationships) {
            const auto row = by_id.find(id);
            if (row == by_id.end() || task.state == TaskState::Dropped) continue;
            ++(task.state == TaskState::Done ? row->second.done : row->second.open);
        }
    }
    std::vector<Row> rows;
    rows.reserve(by_id.size());
    for (const auto& [id, row] : by_id) rows.push_back(row);
    return rows;
}

void write_people(json::Writer& writer, std::string_view key, const std::vector<PersonId>& people) {
    writer.key(key).begin_array();
    for (const PersonId& person : people) writer.string(person.text());
    writer.end_array();
}

void print_json(const Context& context, const std::vector<Row>& rows) {
    json::Writer writer(json::Writer::Layout::Indented);
    writer.begin_object().member("schema", "mentorsync.relationships/1");
    writer.member("portal", context.workspace.name()).key("relationships").begin_array();
    for (const Row& row : rows) {
        const Relationship& relationship = row.known->relationship;
        writer.begin_object().member("id", relationship.id.text());
        writer.member("kind", name_of(relationship.kind));
        writer.member("state", name_of(relationship.state));
        write_people(writer, "mentors", relationship.mentors);
        write_people(writer, "mentees", relationship.mentees);
        write_people(writer, "members", relationship.members);
        writer.member("rule", relationship.source_rule);
        writer.member("tasks_open", row.open).member("tasks_done", row.done).end_object();
    }
    writer.end_array().end_object();
    context.console.print(writer.text());
}

void print_text(const Context& context, const std::vector<Row>& rows) {
    if (rows.empty()) {
        context.console.print(context.workspace.name() +
                              ": no relationships yet; begin with: mentorsync plan");
        return;
    }
    std::size_t width = 0;
    for (const Row& row : rows) width = std::max(width, row.known->relationship.id.text().size());
    for (const Row& row : rows) {
        const Relationship& relationship = row.known->relationship;
        std::string line =
            padded(relationship.id.text(), width) + "  " + padded(name_of(relationship.state), 8) +
            "  tasks " +
            padded(std::to_string(row.done) + " done, " + std::to_string(row.open) + " open", 16);
        if (relationship.kind == RelationshipKind::PeerGroup) {
            line += "  " + counted(relationship.members.size(), "member");
        }
        context.console.print(line + "  " +
                              context.console.faint("(" + relationship.source_rule + ")"));
    }
}

}  // namespace

ExitCode relationships(const Context& context) {
    const auto state = context.workspace.state();
    if (!state) return report(context, state.error());
    const auto known = (*state)->relationships();
    if (!known) return report(context, known.error());
    const auto tasks = (*state)->tasks();
    if (!tasks) return report(context, tasks.error());
    const auto rows = rows_of(*known, *tasks);
    context.options.json ? print_json(context, rows) : print_text(context, rows);
    return ExitCode::Done;
}

}  // namespace mentorsync::cli

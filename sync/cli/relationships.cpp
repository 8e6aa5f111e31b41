#include <algorithm>
#include <string>

#include "sync/cli/command.hpp"
#include "sync/cli/text.hpp"

namespace mentorsync::cli {

namespace {

void print_text(const Context& context, const std::vector<RelationshipRow>& rows) {
    if (rows.empty()) {
        context.console.print(context.workspace.name() +
                              ": no relationships yet; begin with: mentorsync plan");
        return;
    }
    std::size_t width = 0;
    for (const RelationshipRow& row : rows)
        width = std::max(width, row.relationship.id.text().size());
    for (const RelationshipRow& row : rows) {
        const Relationship& relationship = row.relationship;
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
    const auto rows = relationship_rows(*known, *tasks);
    if (context.options.json) {
        context.console.print(relationships_document(head_of(context), rows));
    } else {
        print_text(context, rows);
    }
    return ExitCode::Done;
}

}  // namespace mentorsync::cli

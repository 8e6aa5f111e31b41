#include "sync/cli/print_plan.hpp"

#include <string>
#include <variant>

#include "sync/cli/text.hpp"

namespace mentorsync::cli {

namespace {

std::string joined(const std::vector<PersonId>& people) {
    std::string out;
    for (const PersonId& person : people) out += (out.empty() ? "" : ", ") + person.text();
    return out;
}

std::string people_of(const Relationship& relationship) {
    if (relationship.kind == RelationshipKind::Pair) {
        return "mentor " + joined(relationship.mentors) + ", mentee " +
               joined(relationship.mentees);
    }
    return counted(relationship.members.size(), "member");
}

std::string describe_note(const QueueNote& note) {
    const NoteIdentity& identity = note.identity;
    return std::string(name_of(identity.kind)) + " note" +
           (identity.period.empty() ? "" : " for " + identity.period) + " of " +
           identity.relationship.text() + ", on " + counted(note.contacts.size(), "timeline");
}

// One action on one line: a sign and what it does. Ids and counts only.
struct DescribeAction {
    const Console& console;

    std::string operator()(const SaveRelationship& action) const {
        const Relationship& relationship = action.relationship;
        return (action.is_new ? console.good("+") : console.warn("~")) + " relationship " +
               relationship.id.text() + ": " + people_of(relationship) + "  " +
               console.faint("(" + relationship.source_rule + ")");
    }
    std::string operator()(const EndRelationship& action) const {
        return console.warn("-") + " relationship " + action.relationship.text() + " ends";
    }
    std::string operator()(const SaveTask& action) const {
        return (action.is_new ? console.good("+") : console.warn("~")) + " task " +
               action.task.id.text() + ": " + std::string(name_of(action.task.kind)) + ", " +
               std::string(name_of(action.task.state));
    }
    std::string operator()(const DropTask& action) const {
        return console.warn("-") + " task " + action.task.text() + " is gone";
    }
    std::string operator()(const QueueNote& action) const {
        return console.good("+") + " " + describe_note(action);
    }
    std::string operator()(const QueueProperty& action) const {
        return console.warn("~") + " contact " + action.contact.text() + ": " + action.property +
               (action.value.value().empty() ? " is cleared" : " = " + action.value.value());
    }
};

void print_actions(const Console& console, const Plan& plan) {
    std::size_t listed = 0;
    for (const Action& action : plan.actions) {
        if (listed++ == kListed) break;
        console.print("  " + std::visit(DescribeAction{console}, action));
    }
    if (plan.actions.size() > kListed) {
        console.print("  ... and " + grouped(plan.actions.size() - kListed) +
                      " more; all of them: mentorsync plan --json");
    }
}

std::string row(std::string_view name, int added, int changed, int ended) {
    const auto cell = [](std::string_view sign, int count, std::string_view word) {
        return padded(std::string(sign) + " " + std::to_string(count) + " " + std::string(word),
                      14);
    };
    return "  " + padded(name, 16) + cell("+", added, "new") + cell("~", changed, "changed") +
           "- " + std::to_string(ended) + " ended";
}

void print_counts(const Console& console, const PlanCounts& counts) {
    console.print(row("relationships", counts.relationships_new, counts.relationships_changed,
                      counts.relationships_ended));
    console.print(
        row("learning tasks", counts.tasks_new, counts.tasks_changed, counts.tasks_dropped));
    console.print("  " + padded("notes", 16) + std::to_string(counts.notes) + " to write");
    console.print("  " + padded("properties", 16) + std::to_string(counts.properties) + " to set");
}

}  // namespace

void print_accounting(const Console& console, const store::Accounting& accounting) {
    console.print("Of " + counted(accounting.total, "record") + ", " + grouped(accounting.in_sync) +
                  " in sync + " + grouped(accounting.excluded_total()) + " excluded + " +
                  grouped(accounting.failing.size()) + " failing.");
    for (const auto& [code, count] : accounting.excluded) {
        console.print("  " + console.faint("excluded  " + padded(grouped(count), 7) + code));
    }
    std::size_t listed = 0;
    for (const SetAside& aside : accounting.failing) {
        if (listed++ == kListed) break;
        console.print("  " + console.warn("failing") + "   " +
                      std::string(name_of(aside.record.kind)) + " " + aside.record.id.text() +
                      ": " + aside.reason +
                      (aside.rule.empty() ? "" : "  " + console.faint("(" + aside.rule + ")")));
    }
    if (accounting.failing.size() > kListed) {
        console.print("  ... and " + grouped(accounting.failing.size() - kListed) +
                      " more; all of them: mentorsync status --json");
    }
}

void print_accounting_line(const Console& console, const store::Accounting& accounting) {
    std::string line = "  records         " + grouped(accounting.in_sync) + " in sync, " +
                       grouped(accounting.excluded_total()) + " excluded, " +
                       grouped(accounting.failing.size()) + " failing";
    if (!accounting.failing.empty()) line += "; which, and why: mentorsync status";
    console.print(line);
}

void print_proposal(const Console& console, const std::string& portal, const Proposal& proposal) {
    console.print("Plan for " + console.bold(portal) + " (portal " +
                  proposal.account.portal.text() + "), from " +
                  counted(proposal.pull.records, "record") + " read in " +
                  counted(proposal.pull.requests, "request") + " (least possible: " +
                  grouped(proposal.pull.minimum_requests + proposal.pull.search_requests) + ")");
    print_counts(console, count(proposal.plan));
    if (!proposal.plan.actions.empty()) {
        console.print("");
        print_actions(console, proposal.plan);
    }
    console.print("");
    print_accounting(console, proposal.accounting());
}

}  // namespace mentorsync::cli

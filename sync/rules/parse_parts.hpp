// The parts of a mapping, each read by its own file. Each adds its faults and fills what it can, so
// that the other parts are still checked; what they fill counts only when there is no fault.

#pragma once

#include <optional>

#include "sync/rules/content.hpp"
#include "sync/rules/fault_list.hpp"

namespace mentorsync {

// CONDITION: a test on a property, or several under "all", "any" or "not".
[[nodiscard]] std::optional<Condition> parse_condition(const json::Value& value, FaultList& faults);

void parse_programme(const json::Value& value, Mapping::Content& content, FaultList& faults);
void parse_relationships(const json::Value& value, Mapping::Content& content, FaultList& faults);
void parse_learning_tasks(const json::Value& value, Mapping::Content& content, FaultList& faults);
void parse_task_fields(const json::Value& value, Mapping::Content& content, FaultList& faults);
void parse_goals(const json::Value& value, Mapping::Content& content, FaultList& faults);
void parse_rollups(const json::Value& value, Mapping::Content& content, FaultList& faults);
void parse_disclose(const json::Value& value, Mapping::Content& content, FaultList& faults);
void parse_brakes(const json::Value& value, Mapping::Content& content, FaultList& faults);

// Needs what `parse_disclose` found: a template may name only what is disclosed.
void parse_progress_notes(const json::Value& value, const ReadFile& read_file,
                          Mapping::Content& content, FaultList& faults);

// Finds rules that fit the file's shape and contradict each other: one that can never match, a
// property both read and written, a name told that is not disclosed.
void find_contradictions(const Mapping::Content& content, FaultList& faults);

// The document without comments, spaces and order of keys, followed by the template's text.
[[nodiscard]] std::string canonical_text_of(const json::Value& document,
                                            const std::optional<NoteTemplate>& note_template);

}  // namespace mentorsync

// Checked access to a parsed mapping: every function either returns what was asked for or has
// added the fault that says why not.

#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mentorsync/json.hpp"
#include "sync/rules/condition.hpp"
#include "sync/rules/fault_list.hpp"

namespace mentorsync {

// Whether `value` is an object that has no key but `keys`. An unknown key is a fault, and the
// object can still be read: only a value that is no object returns false.
bool check_object(const json::Value& value, std::string_view what,
                  std::span<const std::string_view> keys, FaultList& faults);

// The member called `key`; nullptr, and a fault at the object, when there is none and no mistyped
// key stands for it. `hint` shows how to write it.
const json::Value* required(const json::Value& object, std::string_view key, std::string_view hint,
                            FaultList& faults);

// Whether `value` is of this kind; a fault otherwise: "'due' must be a string, not a number".
bool check_kind(const json::Value& value, json::Kind kind, std::string_view what,
                FaultList& faults);

// A string that names something: not empty, no control character, at most 256 bytes.
std::optional<Name> read_name(const json::Value& value, std::string_view what, FaultList& faults);

// A list with at least one item, or nullptr.
const std::vector<json::Value>* read_items(const json::Value& value, std::string_view what,
                                           FaultList& faults);

// A whole number within limits.
std::optional<int> read_number(const json::Value& value, std::string_view what, int least, int most,
                               FaultList& faults);

// One of a closed list of words, with a suggestion when it is none of them.
std::optional<std::string_view> read_word(const json::Value& value, std::string_view what,
                                          std::span<const std::string_view> words,
                                          FaultList& faults);

}  // namespace mentorsync

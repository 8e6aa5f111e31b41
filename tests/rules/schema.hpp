// A validator for the part of JSON Schema draft-07 that our schemas use.

#pragma once

#include <map>
#include <regex>
#include <set>
#include <string>

#include "mentorsync/json.hpp"

namespace mentorsync::test {

class Schema {
public:
    explicit Schema(const json::Value& root) : root_(root) {}

    // Whether `value` is right. Notes every place of the schema that said yes to something.
    [[nodiscard]] bool accepts(const json::Value& value) { return accepts(root_, value); }

    // The schemas that accepted anything so far.
    [[nodiscard]] const std::set<const json::Value*>& used() const noexcept { return used_; }

    // Keywords that the schema holds and that this validator does not know.
    [[nodiscard]] std::set<std::string> unknown_keywords() const;

private:
    bool accepts(const json::Value& schema, const json::Value& value);
    bool accepts_type(const json::Value& schema, const json::Value& value) const;
    bool accepts_text(const json::Value& schema, const json::Value& value);
    bool accepts_number(const json::Value& schema, const json::Value& value) const;
    bool accepts_members(const json::Value& schema, const json::Value& value);
    bool accepts_items(const json::Value& schema, const json::Value& value);
    bool accepts_choice(const json::Value& schema, const json::Value& value);
    const json::Value& resolve(const std::string& reference) const;

    const json::Value& root_;
    std::set<const json::Value*> used_;
    std::map<const json::Value*, std::regex> patterns_;
};

}  // namespace mentorsync::test

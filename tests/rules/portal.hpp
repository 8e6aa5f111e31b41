// A small portal for the tests of this room: what it can name, and records that are quick to write.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "mentorsync/crm.hpp"
#include "sync/rules/rule_set.hpp"

namespace mentorsync::test {

// A portal in which everything exists that the example mapping names, setup included. Label ids:
// "Mentor" 101, "Aktori" 102. Lists: "Mentorointi" 11, "Kasvuryhmä Copy" 12.
[[nodiscard]] CrmSchema full_schema();

// The text of a file of the project.
[[nodiscard]] std::string file_text(const std::string& path);

// A reader for mappings that name no other file.
[[nodiscard]] ReadFile no_files();

// Parses and binds; the test ends when there is a fault.
[[nodiscard]] Mapping parsed(std::string_view text);
[[nodiscard]] RuleSet bound(std::string_view text);
[[nodiscard]] RuleSet example_rules();

// Collects records of a portal. Every call adds one.
class Records {
public:
    using Values = std::initializer_list<std::pair<const std::string, std::string>>;

    Records& contact(const std::string& id, Values values = {});
    Records& task(const std::string& id, Values values = {});
    // Changes the record that was added last.
    Records& archived();
    Records& merged(std::initializer_list<std::string> ids);

    Records& owner(const std::string& id, const std::string& email, bool deactivated = false);
    // `mentor` is what `to` is to `from`, by label.
    Records& label(const std::string& from, const std::string& to, const std::string& label);
    Records& assign(const std::string& task, const std::string& contact);
    Records& member(const std::string& list, const std::string& contact);

    [[nodiscard]] const CrmSnapshot& all() const noexcept { return snapshot_; }

private:
    CrmSnapshot snapshot_;
};

// What a translation says, a line each, for comparing with what it should say:
//   "pair:2:1 by relationships[0]", "group:list:12 of 1 3 by relationships[4]"
[[nodiscard]] std::string relationships_in(const Translation& translation);
//   "9 challenge done due 1788220800000 owner 1 for pair:2:1"
[[nodiscard]] std::string tasks_in(const Translation& translation);
//   "contact 1 failing mentor_not_found by relationships[1]"
[[nodiscard]] std::string aside_in(const Translation& translation);
//   "1 contact 1 owner 70", "owner:7 owner 7"
[[nodiscard]] std::string people_in(const Translation& translation);

// A mapping that is right, with `part` put after its relationships or instead of them.
[[nodiscard]] std::string mapping_with(std::string_view relationships,
                                       std::string_view further = "");

}  // namespace mentorsync::test

// All records of one kind in one portal, live and archived, with an index of unique values.

#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/sandbox/records.hpp"
#include "tests/sandbox/schema.hpp"

namespace mentorsync::sandbox {

// Values that only differ in letter case are equal for `email`, and for others where asked.
class Shelf {
public:
    explicit Shelf(Kind kind) : schema(built_in_schema(kind)), kind_(kind) {}

    [[nodiscard]] const Records& records() const noexcept { return records_; }
    // Live or archived; null when there is none.
    [[nodiscard]] const Record* find(std::string_view id) const;
    [[nodiscard]] const Record* find_live(std::string_view id) const;

    // Ids of records, live or archived, that have this value of a unique property.
    [[nodiscard]] std::vector<std::string> holders(std::string_view property,
                                                   std::string_view value, bool ignore_case) const;

    // Adds a record, or replaces the one with its id. What search knew until `at` is kept for a
    // while when `lagging`.
    void put(Record record, Time at, bool lagging);
    void erase(std::string_view id);

    // The record as search sees it when its index stands at `when`; empty when it knew none then.
    [[nodiscard]] const Record* indexed(const Record& current, Time when) const;

    // The next free id, growing.
    [[nodiscard]] std::string next_id();
    void start_ids_at(std::int64_t first) { next_id_ = first; }

    // Rebuilds the index of unique values, after a property was added to the schema.
    void reindex();

    Schema schema;

private:
    struct Past {
        Time until;
        std::optional<Record> record;
    };

    void index(const Record& record);
    void unindex(const Record& record);

    Kind kind_;
    Records records_;
    std::map<std::pair<std::string, std::string>, std::set<std::string, IdLess>> unique_;
    std::map<std::string, std::vector<Past>, std::less<>> past_;
    std::int64_t next_id_ = 101;
};

}  // namespace mentorsync::sandbox

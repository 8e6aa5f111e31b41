// Counts the rows that change in a state, without the store knowing.

#pragma once

#include <cstdint>

namespace mentorsync::rigs {

// Of the database that was opened last while this lives. Only one at a time.
class RowChanges {
public:
    RowChanges();
    RowChanges(const RowChanges&) = delete;
    RowChanges& operator=(const RowChanges&) = delete;
    ~RowChanges();

    // Inserted, updated and deleted since the database was opened.
    [[nodiscard]] std::int64_t count() const;
};

}  // namespace mentorsync::rigs

// Reaches the SQLite connections that the store opens, without the store knowing.

#pragma once

#include <cstddef>
#include <vector>

struct sqlite3;

namespace mentorsync::store {

// While it lives, it learns of every connection that is opened.
class SqliteFaults {
public:
    SqliteFaults();
    SqliteFaults(const SqliteFaults&) = delete;
    SqliteFaults& operator=(const SqliteFaults&) = delete;
    ~SqliteFaults();

    // The connection opened last.
    [[nodiscard]] static sqlite3* connection();

    // Interrupts the last connection once, at the n-th instruction of its virtual machine from
    // here on, counted from 1; 0 lets everything pass.
    static void interrupt_at(std::size_t instruction);

    // Instructions since `interrupt_at` was called.
    [[nodiscard]] static std::size_t instructions();

    // Refuses, once, the n-th access to a table, column or transaction that a statement asks for
    // when it is prepared, counted from 1; 0 refuses nothing.
    static void refuse_access(std::size_t access);

    // Refuses the next commit of the last connection.
    static void refuse_next_commit();

    // Counts the rows that statements of the last connection return from here on.
    static void count_rows();
    [[nodiscard]] static std::size_t rows();
};

}  // namespace mentorsync::store

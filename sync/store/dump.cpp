#include <algorithm>
#include <string>
#include <vector>

#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kTables = R"sql(
    SELECT name FROM sqlite_schema
     WHERE type = 'table' AND name NOT LIKE 'staging_%' AND name NOT LIKE 'sqlite_%'
     ORDER BY name
)sql";

// Text is quoted and its line ends escaped, so that a row stays a line.
std::string shown(const Row& row, int column) {
    if (row.is_null(column)) return "-";
    std::string text = "\"";
    for (const char c : row.text(column)) {
        if (c == '\n') {
            text += "\\n";
        } else {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
    }
    return text + '"';
}

std::string line_of(const std::string& table, const Row& row) {
    std::string line = table;
    for (int column = 0; column < row.columns(); ++column) line += ' ' + shown(row, column);
    return line + '\n';
}

}  // namespace

Result<std::string> SqlStore::canonical_dump() {
    auto transaction = Transaction::begin(connection_, Transaction::Kind::Read);
    if (!transaction) return Failure(std::move(transaction).error());
    std::vector<std::string> tables;
    auto done = connection_.query(kTables, {}, [&tables](const Row& row) -> Result<void> {
        tables.push_back(row.text(0));
        return {};
    });
    std::vector<std::string> lines;
    for (const std::string& table : tables) {
        if (!done) break;
        done = connection_.query("SELECT * FROM " + table + " WHERE portal = $1", {portal_},
                                 [&lines, &table](const Row& row) -> Result<void> {
                                     lines.push_back(line_of(table, row));
                                     return {};
                                 });
    }
    if (!done) return Failure(std::move(done).error());
    std::ranges::sort(lines);
    std::string dump;
    for (const std::string& line : lines) dump += line;
    return dump;
}

}  // namespace mentorsync::store

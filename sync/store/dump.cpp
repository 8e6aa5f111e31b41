#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "sync/store/sealed_columns.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kTables = R"sql(
    SELECT name FROM sqlite_schema
     WHERE type = 'table' AND name NOT LIKE 'staging_%' AND name NOT LIKE 'sqlite_%'
       AND name NOT IN ('request', 'sealing')
     ORDER BY name
)sql";

// Text is quoted and its line ends escaped, so that a row stays a line.
std::string quoted(const std::string& value) {
    std::string text = "\"";
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
        } else {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
    }
    return text + '"';
}

const SealedColumn* sealed_column_of(const std::string& table) {
    const auto* const found = std::ranges::find(kSealedColumns, table, &SealedColumn::table);
    return found == std::end(kSealedColumns) ? nullptr : found;
}

}  // namespace

Result<std::vector<std::string>> SqlStore::dump_table(const std::string& table) {
    const SealedColumn* const place = sealed_column_of(table);
    // The row's name comes last, and is not shown.
    const std::string name = place == nullptr ? "''" : std::string(place->row);
    const auto text_of = [&](const Row& row, int column, int last) -> Result<std::string> {
        if (row.is_null(column)) return std::string("-");
        if (!row.is_blob(column) || place == nullptr) return quoted(row.text(column));
        auto value = opened(place->field, row.text(last), row.blob(column));
        if (!value) return value;
        return quoted(*value);
    };
    std::vector<std::string> lines;
    const auto on_row = [&](const Row& row) -> Result<void> {
        const int last = row.columns() - 1;
        std::string line = table;
        for (int column = 0; column < last; ++column) {
            auto text = text_of(row, column, last);
            if (!text) return Failure(std::move(text).error());
            line += ' ' + *text;
        }
        lines.push_back(line + '\n');
        return {};
    };
    auto done = database().query("SELECT *, " + name + " FROM " + table + " WHERE portal = $1",
                                 {portal_}, on_row);
    if (!done) return Failure(std::move(done).error());
    return lines;
}

Result<std::string> SqlStore::canonical_dump() {
    auto transaction = reading();
    if (!transaction) return Failure(std::move(transaction).error());
    std::vector<std::string> tables;
    auto done = database().query(kTables, {}, [&tables](const Row& row) -> Result<void> {
        tables.push_back(row.text(0));
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    std::vector<std::string> lines;
    for (const std::string& table : tables) {
        auto more = dump_table(table);
        if (!more) return Failure(std::move(more).error());
        std::ranges::move(*more, std::back_inserter(lines));
    }
    std::ranges::sort(lines);
    std::string dump;
    for (const std::string& line : lines) dump += line;
    return dump;
}

}  // namespace mentorsync::store

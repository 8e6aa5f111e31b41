#include <string>
#include <utility>

#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kToTell = R"sql(
      FROM task t
      LEFT JOIN task_relationship c ON c.portal = t.portal AND c.task = t.id
     WHERE t.portal = $1
       AND t.id IN (SELECT i.id FROM task i
                      LEFT JOIN told_task s ON s.portal = i.portal AND s.task = i.id
                     WHERE i.portal = $1
                       AND (s.task IS NULL OR s.digest <> i.digest OR s.settled = 0)
                     ORDER BY i.id LIMIT $2)
)sql";

constexpr std::string_view kTold = R"sql(
    SELECT content, settled FROM told_task WHERE portal = $1 AND task = $2
)sql";

constexpr std::string_view kTell = R"sql(
    INSERT INTO told_task (portal, task, digest, content, settled)
    VALUES ($1, $2, (SELECT digest FROM task WHERE portal = $1 AND id = $2), $3, $4)
    ON CONFLICT (portal, task) DO UPDATE
       SET digest = excluded.digest, content = excluded.content, settled = excluded.settled
)sql";

// The digest stays that of the telling: what was saved since has to be told.
constexpr std::string_view kSettle = R"sql(
    UPDATE told_task SET settled = 1 WHERE portal = $1 AND task = $2 AND content = $3
)sql";

constexpr std::string_view kHandOutProperty = R"sql(
    UPDATE property_outbox SET handed_out = 1
     WHERE portal = $1 AND contact = $2 AND property = $3
)sql";

constexpr std::string_view kPropertyWrite = R"sql(
    SELECT contact, property, sealed, value, error, attempts, next_at, handed_out, parked
      FROM property_outbox WHERE portal = $1 AND contact = $2 AND property = $3
)sql";

}  // namespace

Result<std::vector<TaskToTell>> SqlStore::tasks_to_tell(std::size_t limit) {
    auto tasks = read_tasks(kToTell, {portal_, limit});
    if (!tasks) return Failure(std::move(tasks).error());
    std::vector<TaskToTell> rows;
    for (LearningTask& task : *tasks) {
        auto last = told(task.id);
        if (!last) return Failure(std::move(last).error());
        rows.push_back({std::move(task), *std::move(last)});
    }
    return rows;
}

Result<std::optional<ToldTask>> SqlStore::told(const RecordId& task) {
    std::optional<ToldTask> found;
    auto done = database().query(kTold, {portal_, task}, [&](const Row& row) -> Result<void> {
        found = ToldTask{task, row.text(0), row.number(1) != 0};
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    return found;
}

Result<void> SqlStore::hand_out(const std::vector<PropertyRow>& properties,
                                const std::vector<ToldTask>& tasks) {
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    Result<void> done;
    for (const PropertyRow& row : properties) {
        if (done) done = database().run(kHandOutProperty, {portal_, row.contact, row.property});
    }
    for (const ToldTask& row : tasks) {
        if (done) {
            done = database().run(kTell, {portal_, row.task, row.content, row.settled ? 1 : 0});
        }
    }
    if (done) done = transaction->commit();
    return done;
}

Result<void> SqlStore::settle(const ToldTask& task) {
    return database().run(kSettle, {portal_, task.task, task.content});
}

Result<std::optional<OutboxRow>> SqlStore::note(const NoteKey& key) {
    auto rows = read_notes("o.portal = $1 AND o.key = $2", {portal_, key});
    if (!rows) return Failure(std::move(rows).error());
    if (rows->empty()) return std::optional<OutboxRow>();
    return std::optional(std::move(rows->front()));
}

Result<std::optional<PropertyRow>> SqlStore::property_write(const RecordId& contact,
                                                            const std::string& property) {
    std::optional<PropertyRow> found;
    auto done = database().query(kPropertyWrite, {portal_, contact, property},
                                 [&](const Row& row) -> Result<void> {
                                     auto value = decode_value(row);
                                     if (!value) return Failure(std::move(value).error());
                                     found = PropertyRow{contact,
                                                         property,
                                                         Disclosure::stored(*std::move(value)),
                                                         row.number(8) != 0,
                                                         row.text(4),
                                                         static_cast<int>(row.number(5)),
                                                         row.time(6),
                                                         row.number(7) != 0};
                                     return {};
                                 });
    if (!done) return Failure(std::move(done).error());
    return found;
}

}  // namespace mentorsync::store

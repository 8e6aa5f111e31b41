#include <algorithm>
#include <bit>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// What was seen comes first in these joins, so that the cost follows it: CROSS JOIN keeps SQLite
// from turning them round.
constexpr std::string_view kChangedRelationships = R"sql(
      FROM seen_relationship s
     CROSS JOIN relationship r
      LEFT JOIN relationship_person p ON p.portal = r.portal AND p.relationship = r.id
     WHERE r.portal = $1 AND r.id = s.id AND r.digest <> s.digest
)sql";

constexpr std::string_view kUnseenRelationships = R"sql(
      FROM relationship r
      LEFT JOIN relationship_person p ON p.portal = r.portal AND p.relationship = r.id
     WHERE r.portal = $1 AND r.state <> 'ended'
       AND NOT EXISTS (SELECT 1 FROM seen_relationship s WHERE s.id = r.id)
)sql";

constexpr std::string_view kChangedTasks = R"sql(
      FROM seen_task s
     CROSS JOIN task t
      LEFT JOIN task_relationship c ON c.portal = t.portal AND c.task = t.id
     WHERE t.portal = $1 AND t.id = s.id AND t.digest <> s.digest
)sql";

constexpr std::string_view kUnseenTasks = R"sql(
      FROM task t
      LEFT JOIN task_relationship c ON c.portal = t.portal AND c.task = t.id
     WHERE t.portal = $1 AND t.state <> 'dropped'
       AND NOT EXISTS (SELECT 1 FROM seen_task s WHERE s.id = t.id)
)sql";

constexpr std::string_view kWithoutNote = R"sql(
    SELECT r.id, r.first_seen
      FROM relationship r
     WHERE r.portal = $1 AND r.state = 'active'
       AND NOT EXISTS (SELECT 1 FROM outbox o
                        WHERE o.portal = r.portal AND o.relationship = r.id
                          AND o.kind = $2 AND o.period = $3)
     ORDER BY r.id
)sql";

// Closing notes of all, and start and progress notes of those that kWithoutNote does not look at.
constexpr std::string_view kNotesOfOthers = R"sql(
    SELECT o.relationship, o.period
      FROM outbox o
     WHERE o.portal = $1 AND o.kind = $2 AND o.period = $3
       AND (o.kind = 'closing'
            OR NOT EXISTS (SELECT 1 FROM relationship r
                            WHERE r.portal = o.portal AND r.id = o.relationship
                              AND r.state = 'active'))
)sql";

constexpr std::string_view kUnknownRelationships = R"sql(
    SELECT s.id FROM seen_relationship s
     WHERE NOT EXISTS (SELECT 1 FROM relationship r WHERE r.portal = $1 AND r.id = s.id)
)sql";

constexpr std::string_view kUnknownTasks = R"sql(
    SELECT s.id FROM seen_task s
     WHERE NOT EXISTS (SELECT 1 FROM task t WHERE t.portal = $1 AND t.id = s.id)
)sql";

// The database has no unsigned numbers.
std::int64_t stored(std::uint64_t digest) {
    return std::bit_cast<std::int64_t>(digest);
}

template <class T>
Result<void> append(std::vector<T>& rows, Result<std::vector<T>> more) {
    if (!more) return Failure(std::move(more).error());
    rows.insert(rows.end(), std::make_move_iterator(more->begin()),
                std::make_move_iterator(more->end()));
    return {};
}

Result<std::size_t> counted(Connection& connection, std::string_view sql,
                            const std::string& portal) {
    return connection.number(sql, {portal}).map([](const auto& number) {
        return static_cast<std::size_t>(number.value_or(0));
    });
}

}  // namespace

Result<void> SqlStore::fill_seen(const Seen& seen) {
    auto cleared = database().run("DELETE FROM seen_relationship", {});
    if (cleared) cleared = database().run("DELETE FROM seen_task", {});
    if (!cleared) return cleared;
    for (const Relationship& relationship : seen.relationships) {
        auto done = database().run("INSERT INTO seen_relationship (id, digest) VALUES ($1, $2)",
                                   {relationship.id, stored(digest_of(relationship))});
        if (!done) return done;
    }
    for (const LearningTask& task : seen.tasks) {
        auto done = database().run("INSERT INTO seen_task (id, digest) VALUES ($1, $2)",
                                   {task.id, stored(digest_of(task))});
        if (!done) return done;
    }
    return {};
}

Result<void> SqlStore::load_rows(const Seen& seen, Known& known) {
    auto done = append(known.relationships, read_relationships(kChangedRelationships, {portal_}));
    if (done) done = append(known.tasks, read_tasks(kChangedTasks, {portal_}));
    if (done && seen.coverage == Coverage::Everything) {
        done = append(known.relationships, read_relationships(kUnseenRelationships, {portal_}));
        if (done) done = append(known.tasks, read_tasks(kUnseenTasks, {portal_}));
    }
    if (done) {
        done = database().query(kUnknownRelationships, {portal_},
                                [&known](const Row& row) -> Result<void> {
                                    known.unknown_relationships.emplace(row.text(0));
                                    return {};
                                });
    }
    if (done) {
        done = database().query(kUnknownTasks, {portal_}, [&known](const Row& row) -> Result<void> {
            known.unknown_tasks.emplace(row.text(0));
            return {};
        });
    }
    if (!done) return done;
    std::ranges::sort(known.relationships, {},
                      [](const KnownRelationship& row) { return row.relationship.id; });
    std::ranges::sort(known.tasks, {}, &LearningTask::id);
    return {};
}

Result<void> SqlStore::load_unnoted(const std::optional<Period>& due, Known& known) {
    const auto into = [](std::vector<Known::Unnoted>& rows) {
        return [&rows](const Row& row) -> Result<void> {
            rows.push_back({RelationshipId(row.text(0)), row.time(1)});
            return {};
        };
    };
    auto done = database().query(kWithoutNote, {portal_, name_of(NoteKind::Start), ""},
                                 into(known.without_start_note));
    if (done && due) {
        done = database().query(kWithoutNote, {portal_, name_of(NoteKind::Progress), due->id},
                                into(known.without_progress_note));
    }
    const auto add_others = [&](NoteKind kind, const std::string& period) {
        done = database().query(
            kNotesOfOthers, {portal_, name_of(kind), period},
            [&known, kind](const Row& row) -> Result<void> {
                known.notes_of_others.insert({RelationshipId(row.text(0)), kind, row.text(1)});
                return {};
            });
    };
    if (done) add_others(NoteKind::Start, {});
    if (done && due) add_others(NoteKind::Progress, due->id);
    if (done) add_others(NoteKind::Closing, {});
    return done;
}

Result<Known> SqlStore::load(const Seen& seen, const std::optional<Period>& due) {
    // One transaction, so that all answers are of one state. It writes in-memory tables only.
    auto transaction = reading();
    if (!transaction) return Failure(std::move(transaction).error());

    Known known;
    auto done = fill_seen(seen);
    if (done) done = load_rows(seen, known);
    if (done) done = load_unnoted(due, known);
    if (!done) return Failure(std::move(done).error());

    const auto active = counted(
        database(), "SELECT COUNT(*) FROM relationship WHERE portal = $1 AND state = 'active'",
        portal_);
    if (!active) return Failure(active.error());
    known.active_relationships = *active;
    const auto live = counted(
        database(), "SELECT COUNT(*) FROM task WHERE portal = $1 AND state <> 'dropped'", portal_);
    if (!live) return Failure(live.error());
    known.live_tasks = *live;

    if (done = transaction->commit(); !done) return Failure(std::move(done).error());
    return known;
}

Result<Aliases> SqlStore::aliases() {
    Aliases aliases;
    auto done = database().query("SELECT former, present FROM alias WHERE portal = $1", {portal_},
                                 [&aliases](const Row& row) -> Result<void> {
                                     aliases.emplace(RecordId(row.text(0)), RecordId(row.text(1)));
                                     return {};
                                 });
    if (!done) return Failure(std::move(done).error());
    return aliases;
}

}  // namespace mentorsync::store

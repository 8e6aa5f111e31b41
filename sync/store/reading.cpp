#include <string>
#include <utility>

#include "sync/store/names.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kAllRelationships = R"sql(
      FROM relationship r
      LEFT JOIN relationship_person p ON p.portal = r.portal AND p.relationship = r.id
     WHERE r.portal = $1
)sql";

constexpr std::string_view kAllTasks = R"sql(
      FROM task t
      LEFT JOIN task_relationship c ON c.portal = t.portal AND c.task = t.id
     WHERE t.portal = $1
)sql";

constexpr std::string_view kPeople = R"sql(
    SELECT COUNT(DISTINCT p.person)
      FROM relationship r
      JOIN relationship_person p ON p.portal = r.portal AND p.relationship = r.id
     WHERE r.portal = $1 AND r.state = 'active'
)sql";

Result<KnownRelationship> decode_relationship(const Row& row) {
    KnownRelationship known;
    const auto kind = value_named<RelationshipKind>(row.text(1));
    if (!kind) return Failure(kind.error());
    const auto state = value_named<RelationshipState>(row.text(2));
    if (!state) return Failure(state.error());
    known.relationship.id = RelationshipId(row.text(0));
    known.relationship.kind = *kind;
    known.relationship.state = *state;
    known.relationship.source_rule = row.text(3);
    known.first_seen = row.time(4);
    return known;
}

std::vector<PersonId>& people_in(Relationship& relationship, std::string_view role) {
    if (role == "mentor") return relationship.mentors;
    return role == "mentee" ? relationship.mentees : relationship.members;
}

Result<LearningTask> decode_task(const Row& row) {
    LearningTask task;
    const auto kind = value_named<TaskKind>(row.text(1));
    if (!kind) return Failure(kind.error());
    const auto state = value_named<TaskState>(row.text(2));
    if (!state) return Failure(state.error());
    task.id = RecordId(row.text(0));
    task.kind = *kind;
    task.state = *state;
    if (!row.is_null(3)) task.due = row.time(3);
    task.updated = row.time(4);
    if (!row.is_null(5)) task.owner = PersonId(row.text(5));
    return task;
}

}  // namespace

// A row a person; those of one relationship follow each other.
Result<std::vector<KnownRelationship>> SqlStore::read_relationships(std::string_view from_where,
                                                                    Parameters parameters) {
    std::vector<KnownRelationship> rows;
    const std::string sql =
        "SELECT r.id, r.kind, r.state, r.source_rule, r.first_seen, p.role, p.person" +
        std::string(from_where) + "ORDER BY r.id, p.role, p.position";
    auto done = database().query(sql, parameters, [&rows](const Row& row) -> Result<void> {
        if (rows.empty() || rows.back().relationship.id.text() != row.text(0)) {
            auto known = decode_relationship(row);
            if (!known) return Failure(std::move(known).error());
            rows.push_back(std::move(*known));
        }
        if (!row.is_null(5)) {
            people_in(rows.back().relationship, row.text(5)).emplace_back(row.text(6));
        }
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    return rows;
}

// A row a relationship that the task counts for.
Result<std::vector<LearningTask>> SqlStore::read_tasks(std::string_view from_where,
                                                       Parameters parameters) {
    std::vector<LearningTask> rows;
    const std::string sql =
        "SELECT t.id, t.kind, t.state, t.due, t.updated, t.owner, c.relationship" +
        std::string(from_where) + "ORDER BY t.id, c.position";
    auto done = database().query(sql, parameters, [&rows](const Row& row) -> Result<void> {
        if (rows.empty() || rows.back().id.text() != row.text(0)) {
            auto task = decode_task(row);
            if (!task) return Failure(std::move(task).error());
            rows.push_back(std::move(*task));
        }
        if (!row.is_null(6)) rows.back().relationships.emplace_back(row.text(6));
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    return rows;
}

Result<std::vector<KnownRelationship>> SqlStore::relationships() {
    return read_relationships(kAllRelationships, {portal_});
}

Result<std::vector<LearningTask>> SqlStore::tasks() {
    return read_tasks(kAllTasks, {portal_});
}

Result<std::vector<OutboxRow>> SqlStore::notes() {
    return read_notes("o.portal = $1", {portal_});
}

Result<Counts> SqlStore::counts() {
    auto transaction = reading();
    if (!transaction) return Failure(std::move(transaction).error());

    Counts counts;
    auto done = database().query(
        "SELECT kind, COUNT(*) FROM relationship WHERE portal = $1 AND state = 'active' "
        "GROUP BY kind",
        {portal_}, [&counts](const Row& row) -> Result<void> {
            const bool pair = row.text(0) == name_of(RelationshipKind::Pair);
            (pair ? counts.pairs : counts.groups) = row.size(1);
            return {};
        });
    const auto by_state = [this](std::string_view sql, auto& into) {
        return database().query(sql, {portal_}, [&into](const Row& row) -> Result<void> {
            using State = typename std::decay_t<decltype(into)>::key_type;
            const auto state = value_named<State>(row.text(0));
            if (!state) return Failure(state.error());
            into[*state] = row.size(1);
            return {};
        });
    };
    if (done) {
        done = by_state("SELECT state, COUNT(*) FROM task WHERE portal = $1 GROUP BY state",
                        counts.tasks);
    }
    if (done) {
        done = by_state("SELECT state, COUNT(*) FROM outbox WHERE portal = $1 GROUP BY state",
                        counts.notes);
    }
    const auto one = [this](std::string_view sql, std::size_t& into) {
        return database().query(sql, {portal_}, [&into](const Row& row) -> Result<void> {
            into = row.size(0);
            return {};
        });
    };
    if (done) done = one(kPeople, counts.people);
    if (done) {
        done = one("SELECT COUNT(*) FROM property_outbox WHERE portal = $1 AND parked = 0",
                   counts.properties_waiting);
    }
    if (!done) return Failure(std::move(done).error());
    return counts;
}

Result<Accounting> SqlStore::accounting() {
    auto transaction = reading();
    if (!transaction) return Failure(std::move(transaction).error());

    Accounting accounting;
    auto done = database().query("SELECT total, in_sync FROM accounting WHERE portal = $1",
                                 {portal_}, [&accounting](const Row& row) -> Result<void> {
                                     accounting.total = row.size(0);
                                     accounting.in_sync = row.size(1);
                                     return {};
                                 });
    if (done) {
        done = database().query("SELECT code, records FROM accounting_excluded WHERE portal = $1",
                                {portal_}, [&accounting](const Row& row) -> Result<void> {
                                    accounting.excluded[row.text(0)] = row.size(1);
                                    return {};
                                });
    }
    if (done) {
        done = database().query(
            "SELECT kind, id, status, rule, code, reason FROM accounting_failing "
            "WHERE portal = $1 ORDER BY position",
            {portal_}, [&accounting](const Row& row) -> Result<void> {
                const auto kind = value_named<RecordKind>(row.text(0));
                if (!kind) return Failure(kind.error());
                const auto status = value_named<RecordStatus>(row.text(2));
                if (!status) return Failure(status.error());
                accounting.failing.push_back({{*kind, RecordId(row.text(1))},
                                              *status,
                                              row.text(3),
                                              row.text(4),
                                              row.text(5)});
                return {};
            });
    }
    if (!done) return Failure(std::move(done).error());
    return accounting;
}

}  // namespace mentorsync::store

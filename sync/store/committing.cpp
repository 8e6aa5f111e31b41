#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kSavePortal = R"sql(
    INSERT INTO portal (portal, crm_portal, accepted_mapping, people_in_list, planned_at,
                        planned_period)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (portal) DO UPDATE
       SET crm_portal = excluded.crm_portal,
           accepted_mapping = excluded.accepted_mapping,
           people_in_list = excluded.people_in_list,
           planned_at = excluded.planned_at,
           planned_period = excluded.planned_period
)sql";

// `first_seen` is when it was first found active: what is only proposed has not been yet, and what
// ended and came back keeps it.
constexpr std::string_view kSaveRelationship = R"sql(
    INSERT INTO relationship (portal, id, kind, state, source_rule, first_seen, digest)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (portal, id) DO UPDATE
       SET kind = excluded.kind,
           state = excluded.state,
           source_rule = excluded.source_rule,
           digest = excluded.digest,
           first_seen = CASE WHEN relationship.state IN ('proposed', 'preparing')
                             THEN excluded.first_seen
                             ELSE relationship.first_seen END
)sql";

constexpr std::string_view kSavePerson = R"sql(
    INSERT INTO relationship_person (portal, relationship, role, position, person)
    VALUES ($1, $2, $3, $4, $5)
)sql";

constexpr std::string_view kSaveTask = R"sql(
    INSERT INTO task (portal, id, kind, state, due, updated, owner, digest)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (portal, id) DO UPDATE
       SET kind = excluded.kind,
           state = excluded.state,
           due = excluded.due,
           updated = excluded.updated,
           owner = excluded.owner,
           digest = excluded.digest
)sql";

constexpr std::string_view kSaveTaskRelationship = R"sql(
    INSERT INTO task_relationship (portal, task, position, relationship) VALUES ($1, $2, $3, $4)
)sql";

constexpr std::string_view kOneRelationship = R"sql(
      FROM relationship r
      LEFT JOIN relationship_person p ON p.portal = r.portal AND p.relationship = r.id
     WHERE r.portal = $1 AND r.id = $2
)sql";

constexpr std::string_view kOneTask = R"sql(
      FROM task t
      LEFT JOIN task_relationship c ON c.portal = t.portal AND c.task = t.id
     WHERE t.portal = $1 AND t.id = $2
)sql";

constexpr std::string_view kSaveAlias = R"sql(
    INSERT INTO alias (portal, former, present) VALUES ($1, $2, $3)
    ON CONFLICT (portal, former) DO UPDATE SET present = excluded.present
)sql";

constexpr std::string_view kSaveAccounting = R"sql(
    INSERT INTO accounting (portal, total, in_sync) VALUES ($1, $2, $3)
    ON CONFLICT (portal) DO UPDATE SET total = excluded.total, in_sync = excluded.in_sync
)sql";

constexpr std::string_view kSaveFailing = R"sql(
    INSERT INTO accounting_failing (portal, position, kind, id, status, rule, code, reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql";

}  // namespace

Result<void> SqlStore::commit(const Commit& commit) {
    if (auto done = seal_anew(); !done) return done;
    bool erased = false;
    {
        auto transaction = writing();
        if (!transaction) return Failure(std::move(transaction).error());
        // Before the mapping that they were refused under is replaced.
        auto done = free_parked_properties(commit.accepted_mapping);
        if (done) done = save_portal(commit);
        if (done) done = apply_plan(commit);
        for (const OutboxRow& note : commit.notes) {
            if (done) done = insert_note(note);
        }
        for (const PropertyRow& property : commit.properties) {
            if (done) done = save_property(property);
        }
        for (const auto& [former, present] : commit.aliases) {
            if (done) done = database().run(kSaveAlias, {portal_, former, present});
        }
        if (done) done = save_accounting(commit.accounting);
        // Last: what it erases must not be stored again by the plan.
        if (!done) return done;
        const auto moved =
            move_on({commit.cursors, commit.audits, commit.kind, commit.coverage, commit.now});
        if (!moved) return Failure(moved.error());
        erased = *moved;
        if (done = transaction->commit(); !done) return done;
    }
    if (erased) return database().truncate_log_now();
    database().truncate_log();  // what was staged is in it, too
    return {};
}

Result<void> SqlStore::save_portal(const Commit& commit) {
    const auto before = portal();
    if (!before) return Failure(before.error());
    if (before->portal && *before->portal != commit.portal) {
        return fail(ErrorCode::WrongPortal, "the state is of portal " + before->portal->text() +
                                                ", not of " + commit.portal.text());
    }
    return database().run(kSavePortal, {portal_, commit.portal, commit.accepted_mapping,
                                        commit.people_in_list, commit.now, commit.planned_period});
}

Result<void> SqlStore::apply_plan(const Commit& commit) {
    struct Apply {
        SqlStore& store;
        Instant now;

        Result<void> operator()(const SaveRelationship& action) const {
            return store.save(action.relationship, now);
        }
        Result<void> operator()(const EndRelationship& action) const {
            return store.end(action.relationship, now);
        }
        Result<void> operator()(const SaveTask& action) const { return store.save(action.task); }
        Result<void> operator()(const DropTask& action) const { return store.drop(action.task); }

        // The caller has turned these into `notes` and `properties`.
        Result<void> operator()(const QueueNote&) const { return {}; }
        Result<void> operator()(const QueueProperty&) const { return {}; }
    };
    for (const Action& action : commit.plan.actions) {
        if (auto done = std::visit(Apply{*this, commit.now}, action); !done) return done;
    }
    return {};
}

Result<void> SqlStore::save(const Relationship& relationship, Instant now) {
    auto done = database().run(
        kSaveRelationship,
        {portal_, relationship.id, name_of(relationship.kind), name_of(relationship.state),
         relationship.source_rule, now, std::bit_cast<std::int64_t>(digest_of(relationship))});
    if (done) {
        done = database().run(
            "DELETE FROM relationship_person WHERE portal = $1 AND relationship = $2",
            {portal_, relationship.id});
    }
    const auto save_people = [&](std::string_view role, const std::vector<PersonId>& people) {
        for (std::size_t i = 0; done && i < people.size(); ++i) {
            done = database().run(kSavePerson, {portal_, relationship.id, role, i, people[i]});
        }
    };
    save_people("mentor", relationship.mentors);
    save_people("mentee", relationship.mentees);
    save_people("member", relationship.members);
    return done;
}

Result<void> SqlStore::save(const LearningTask& task) {
    auto done = database().run(
        kSaveTask, {portal_, task.id, name_of(task.kind), name_of(task.state), task.due,
                    task.updated, task.owner, std::bit_cast<std::int64_t>(digest_of(task))});
    if (done) {
        done = database().run("DELETE FROM task_relationship WHERE portal = $1 AND task = $2",
                              {portal_, task.id});
    }
    for (std::size_t i = 0; done && i < task.relationships.size(); ++i) {
        done = database().run(kSaveTaskRelationship, {portal_, task.id, i, task.relationships[i]});
    }
    return done;
}

// Read and saved again, because its digest has to follow.
Result<void> SqlStore::end(const RelationshipId& relationship, Instant now) {
    auto rows = read_relationships(kOneRelationship, {portal_, relationship});
    if (!rows) return Failure(std::move(rows).error());
    if (rows->empty()) {
        return fail(ErrorCode::StoreFailed,
                    "end relationship " + relationship.text() + ": it is not in the state");
    }
    rows->front().relationship.state = RelationshipState::Ended;
    return save(rows->front().relationship, now);
}

Result<void> SqlStore::drop(const RecordId& task) {
    auto rows = read_tasks(kOneTask, {portal_, task});
    if (!rows) return Failure(std::move(rows).error());
    if (rows->empty()) {
        return fail(ErrorCode::StoreFailed,
                    "drop task " + task.text() + ": it is not in the state");
    }
    rows->front().state = TaskState::Dropped;
    return save(rows->front());
}

Result<void> SqlStore::save_accounting(const Accounting& accounting) {
    auto done = database().run(kSaveAccounting, {portal_, accounting.total, accounting.in_sync});
    if (done) done = database().run("DELETE FROM accounting_excluded WHERE portal = $1", {portal_});
    if (done) done = database().run("DELETE FROM accounting_failing WHERE portal = $1", {portal_});
    for (const auto& [code, records] : accounting.excluded) {
        if (!done) return done;
        done = database().run(
            "INSERT INTO accounting_excluded (portal, code, records) VALUES ($1, $2, $3)",
            {portal_, code, records});
    }
    for (std::size_t i = 0; done && i < accounting.failing.size(); ++i) {
        const SetAside& row = accounting.failing[i];
        done = database().run(kSaveFailing, {portal_, i, name_of(row.record.kind), row.record.id,
                                             name_of(row.status), row.rule, row.code, row.reason});
    }
    return done;
}

}  // namespace mentorsync::store

#include <chrono>
#include <string>

#include "sync/store/names.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// Of an audit, so many requests are told: those of its last hour.
constexpr std::chrono::hours kAuditHour{1};

// What was told is told; after so long the CRM's own copy is enough.
constexpr std::chrono::days kBodiesAreKept{400};

// Whether the mirror is of another scope than the pull under way, or of none.
constexpr std::string_view kOtherScope = R"sql(
    SELECT 1 FROM staging_pull s
     WHERE s.portal = $1
       AND NOT EXISTS (SELECT 1 FROM portal p WHERE p.portal = $1 AND p.scope = s.scope)
)sql";

// A mirror that is not proved any more stays so until a pull of everything was complete.
constexpr std::string_view kMoveOn = R"sql(
    UPDATE portal
       SET last_complete = CASE WHEN $1 THEN $2 ELSE last_complete END,
           last_pass = CASE WHEN $1 AND $3 THEN $2 ELSE last_pass END,
           mirror_complete = CASE WHEN $3 THEN $1 ELSE mirror_complete AND $1 END,
           scope = CASE WHEN $3
                        THEN COALESCE((SELECT scope FROM staging_pull WHERE portal = $4), scope)
                        ELSE scope END
     WHERE portal = $4
)sql";

constexpr std::string_view kSaveCursor = R"sql(
    INSERT INTO cursor (portal, name, value) VALUES ($1, $2, $3)
    ON CONFLICT (portal, name) DO UPDATE SET value = excluded.value
)sql";

constexpr std::string_view kSaveAudit = R"sql(
    INSERT INTO audit (portal, name, finished, found) VALUES ($1, $2, $3, $4)
    ON CONFLICT (portal, name) DO UPDATE
       SET finished = excluded.finished, found = audit.found + excluded.found
)sql";

constexpr std::string_view kSaveAuditRun = R"sql(
    INSERT INTO audit_run (portal, name, finished, requests) VALUES ($1, $2, $3, $4)
    ON CONFLICT (portal, name, finished) DO UPDATE
       SET requests = audit_run.requests + excluded.requests
)sql";

// A clock that was set back leaves runs of later hours, which go as well.
constexpr std::string_view kForgetAuditRuns = R"sql(
    DELETE FROM audit_run
     WHERE portal = $1 AND name = $2 AND (finished <= $3 OR finished > $4)
)sql";

constexpr std::string_view kAudits = R"sql(
    SELECT a.name, a.finished, a.found, COALESCE(SUM(r.requests), 0)
      FROM audit a
      LEFT JOIN audit_run r ON r.portal = a.portal AND r.name = a.name
     WHERE a.portal = $1
     GROUP BY a.name, a.finished, a.found ORDER BY a.name
)sql";

constexpr std::string_view kEmptyOldBodies = R"sql(
    UPDATE outbox SET sealed = NULL
     WHERE portal = $1 AND timestamp < $2 AND sealed IS NOT NULL
       AND state IN ('done', 'gone', 'cancelled')
)sql";

}  // namespace

Result<void> SqlStore::keep_up(const Upkeep& upkeep) {
    if (auto done = seal_anew(); !done) return done;
    bool staged = false;
    bool erased = false;
    {
        auto transaction = writing();
        if (!transaction) return Failure(std::move(transaction).error());
        const auto all = database().number(
            "SELECT 1 FROM staging_pull WHERE portal = $1 AND kind = 'everything'", {portal_});
        if (!all) return Failure(all.error());
        const auto empty = staging_is_empty();
        if (!empty) return Failure(empty.error());
        staged = !*empty;
        const auto moved = move_on({upkeep.cursors, upkeep.audits,
                                    all->has_value() ? PullKind::Everything : PullKind::Changes,
                                    upkeep.coverage, upkeep.now});
        if (!moved) return Failure(moved.error());
        erased = *moved;
        if (auto done = transaction->commit(); !done) return done;
    }
    if (erased) return database().truncate_log_now();
    if (staged) database().truncate_log();
    return {};
}

Result<bool> SqlStore::move_on(const Moved& moved) {
    const bool complete = moved.coverage == Coverage::Everything;
    const bool all = moved.kind == PullKind::Everything;
    const auto other_scope = database().number(kOtherScope, {portal_});
    if (!other_scope) return Failure(other_scope.error());
    const auto empty = staging_is_empty();
    if (!empty) return Failure(empty.error());

    const bool replaces = all && (complete || other_scope->has_value());
    Result<void> done;
    if (replaces || !*empty) done = merge_staging(replaces);
    if (!done) return Failure(std::move(done).error());
    auto erased = erase_staged(moved.now);
    if (!erased) return Failure(erased.error());
    done = database().run(kMoveOn, {complete, moved.now, all, portal_});
    if (done) done = save_cursors(moved.cursors);
    if (done) done = save_audits(moved.audits);
    if (done) done = empty_old_bodies(moved.now);
    if (done) done = clear_staging();
    if (!done) return Failure(std::move(done).error());
    return erased;
}

Result<ChangeCursors> SqlStore::read_cursors() {
    ChangeCursors cursors;
    auto done = database().query("SELECT name, value FROM cursor WHERE portal = $1", {portal_},
                                 [&cursors](const Row& row) -> Result<void> {
                                     cursors.emplace(row.text(0), row.text(1));
                                     return {};
                                 });
    if (!done) return Failure(std::move(done).error());
    return cursors;
}

Result<void> SqlStore::save_cursors(const ChangeCursors& cursors) {
    auto before = read_cursors();
    if (!before) return Failure(std::move(before).error());
    for (const auto& [name, value] : cursors) {
        const auto known = before->find(name);
        const bool same = known != before->end() && known->second == value;
        if (known != before->end()) before->erase(known);
        if (same) continue;
        if (auto done = database().run(kSaveCursor, {portal_, name, value}); !done) return done;
    }
    for (const auto& [name, value] : *before) {
        auto done =
            database().run("DELETE FROM cursor WHERE portal = $1 AND name = $2", {portal_, name});
        if (!done) return done;
    }
    return {};
}

Result<void> SqlStore::save_audits(const std::vector<AuditRow>& audits) {
    for (const AuditRow& audit : audits) {
        auto done = database().run(kSaveAudit, {portal_, audit.name, audit.finished, audit.found});
        if (done) {
            done = database().run(kSaveAuditRun,
                                  {portal_, audit.name, audit.finished, audit.requests});
        }
        if (done) {
            done = database().run(kForgetAuditRuns, {portal_, audit.name,
                                                     audit.finished - kAuditHour, audit.finished});
        }
        if (!done) return done;
    }
    return {};
}

Result<std::vector<AuditRow>> SqlStore::audits() {
    std::vector<AuditRow> audits;
    auto done = database().query(kAudits, {portal_}, [&audits](const Row& row) -> Result<void> {
        audits.push_back({row.text(0), row.time(1), row.size(3), row.size(2)});
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    return audits;
}

Result<void> SqlStore::empty_old_bodies(Instant now) {
    return database().run(kEmptyOldBodies, {portal_, now - kBodiesAreKept});
}

}  // namespace mentorsync::store

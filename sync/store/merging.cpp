#include <string>
#include <vector>

#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr const char* kKindsOfTables[] = {"record", "link", "owner", "membership", "unreadable"};

// A pull of everything that came to an end in all its streams and could read every record. Or one
// for another scope: what is stored of that one does not fit.
constexpr std::string_view kReplaces = R"sql(
    SELECT 1 FROM staging_pull s
     WHERE s.portal = $1 AND s.kind = 'everything'
       AND (NOT EXISTS (SELECT 1 FROM portal p WHERE p.portal = $1 AND p.scope = s.scope)
            OR (NOT EXISTS (SELECT 1 FROM staging_stream WHERE portal = $1 AND resume_after <> '')
                AND NOT EXISTS (SELECT 1 FROM staging_unreadable WHERE portal = $1)))
)sql";

// Former ids of what was taken, and what is gone, with all that leads to them.
const std::vector<std::string> kRemove = [] {
    std::vector<std::string> statements;
    for (const char* const ids : {"SELECT kind, former FROM staging_former WHERE portal = $1",
                                  "SELECT kind, id FROM staging_gone WHERE portal = $1"}) {
        const std::string in = std::string(" IN (") + ids + ")";
        statements.push_back("DELETE FROM mirror_record WHERE portal = $1 AND (kind, id)" + in);
        statements.push_back("DELETE FROM mirror_unreadable WHERE portal = $1 AND (kind, id)" + in);
        statements.push_back("DELETE FROM mirror_link WHERE portal = $1 AND (from_kind, from_id)" +
                             in);
        statements.push_back("DELETE FROM mirror_link WHERE portal = $1 AND (to_kind, to_id)" + in);
        statements.push_back(
            "DELETE FROM mirror_membership WHERE portal = $1 AND ('contact', "
            "contact)" +
            in);
    }
    return statements;
}();

// All links of these were taken. A link that is there no more goes in its other direction as well;
// one that is there keeps what is known of that.
const std::vector<std::string> kForgetLinks = {
    R"sql(
    DELETE FROM mirror_link WHERE portal = $1 AND rowid IN (
        SELECT l.rowid FROM staging_links_of o CROSS JOIN mirror_link l
         WHERE o.portal = $1 AND l.portal = $1 AND l.from_kind = o.kind AND l.from_id = o.id
           AND l.to_kind = o.other)
    )sql",
    R"sql(
    DELETE FROM mirror_link WHERE portal = $1 AND rowid IN (
        SELECT l.rowid FROM staging_links_of o CROSS JOIN mirror_link l
         WHERE o.portal = $1 AND l.portal = $1 AND l.to_kind = o.kind AND l.to_id = o.id
           AND l.from_kind = o.other
           AND NOT EXISTS (SELECT 1 FROM staging_link s
                            WHERE s.portal = $1 AND s.from_kind = l.to_kind
                              AND s.from_id = l.to_id AND s.to_kind = l.from_kind
                              AND s.to_id = l.from_id))
    )sql",
};

const std::vector<std::string> kForgetSeen = {
    R"sql(
    DELETE FROM mirror_unreadable WHERE portal = $1
       AND (kind, id) IN (SELECT kind, id FROM staging_record WHERE portal = $1)
    )sql",
    R"sql(
    DELETE FROM mirror_membership WHERE portal = $1
       AND list IN (SELECT substr(stream, 6) FROM staging_stream
                     WHERE portal = $1 AND stream LIKE 'list:%' AND resume_after = '')
    )sql",
    R"sql(
    DELETE FROM mirror_owner WHERE portal = $1
       AND 2 = (SELECT COUNT(*) FROM staging_stream
                 WHERE portal = $1 AND stream IN ('owners', 'owners:archived')
                   AND resume_after = '')
    )sql",
};

// The WHERE keeps SQLite from reading ON CONFLICT as a join.
const std::vector<std::string> kCopy = {
    R"sql(
    INSERT INTO mirror_record (portal, kind, id, created, updated, archived, properties, merged)
    SELECT portal, kind, id, created, updated, archived, properties, merged FROM staging_record
     WHERE portal = $1
    ON CONFLICT (portal, kind, id) DO UPDATE
       SET created = excluded.created, updated = excluded.updated, archived = excluded.archived,
           properties = excluded.properties, merged = excluded.merged
    )sql",
    R"sql(
    INSERT INTO mirror_link (portal, from_kind, from_id, to_kind, to_id, types, sealed)
    SELECT portal, from_kind, from_id, to_kind, to_id, types, sealed FROM staging_link
     WHERE portal = $1
    ON CONFLICT (portal, from_kind, from_id, to_kind, to_id) DO UPDATE
       SET types = excluded.types, sealed = excluded.sealed
    )sql",
    R"sql(
    INSERT INTO mirror_owner (portal, id, person, archived)
    SELECT portal, id, person, archived FROM staging_owner WHERE portal = $1
    ON CONFLICT (portal, id) DO UPDATE SET person = excluded.person, archived = excluded.archived
    )sql",
    R"sql(
    INSERT INTO mirror_membership (portal, list, contact)
    SELECT portal, list, contact FROM staging_membership WHERE portal = $1
    ON CONFLICT DO NOTHING
    )sql",
    R"sql(
    INSERT INTO mirror_unreadable (portal, kind, id, reason)
    SELECT portal, kind, id, reason FROM staging_unreadable WHERE portal = $1
    ON CONFLICT (portal, kind, id) DO UPDATE SET reason = excluded.reason
    )sql",
};

}  // namespace

Result<void> SqlStore::run_all(const std::vector<std::string>& statements) const {
    for (const std::string& sql : statements) {
        if (auto done = database().run(sql, {portal_}); !done) return done;
    }
    return {};
}

Result<bool> SqlStore::replaces_mirror() const {
    return database().number(kReplaces, {portal_}).map([](const auto& one) {
        return one.has_value();
    });
}

Result<void> SqlStore::merge_staging(bool replaces) const {
    Result<void> done;
    if (replaces) {
        for (const char* const table : kKindsOfTables) {
            if (!done) return done;
            done = database().run("DELETE FROM mirror_" + std::string(table) + " WHERE portal = $1",
                                  {portal_});
        }
    } else {
        done = run_all(kRemove);
        if (done) done = run_all(kForgetLinks);
        if (done) done = run_all(kForgetSeen);
    }
    if (done) done = run_all(kCopy);
    return done;
}

}  // namespace mentorsync::store

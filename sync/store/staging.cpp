#include <chrono>
#include <string>
#include <utility>

#include "sync/store/packed.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// After this long, what was pulled first is too old to go with what would be pulled last.
constexpr std::chrono::hours kLongestPull{1};

constexpr std::string_view kClear[] = {
    "DELETE FROM staging_pull WHERE portal = $1",
    "DELETE FROM staging_record WHERE portal = $1",
    "DELETE FROM staging_link WHERE portal = $1",
    "DELETE FROM staging_owner WHERE portal = $1",
    "DELETE FROM staging_membership WHERE portal = $1",
    "DELETE FROM staging_stream WHERE portal = $1",
    "DELETE FROM staging_unreadable WHERE portal = $1",
};

constexpr std::string_view kGoesOn = R"sql(
    SELECT COUNT(*) FROM staging_pull
     WHERE portal = $1 AND scope = $2 AND begun > $3 AND begun <= $4
)sql";

constexpr std::string_view kTakeRecord = R"sql(
    INSERT INTO staging_record (portal, kind, id, created, updated, archived, properties, merged)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (portal, kind, id) DO UPDATE
       SET created = excluded.created,
           updated = excluded.updated,
           archived = excluded.archived,
           properties = excluded.properties,
           merged = excluded.merged
)sql";

constexpr std::string_view kTakeLink = R"sql(
    INSERT INTO staging_link (portal, from_kind, from_id, to_kind, to_id, types)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (portal, from_kind, from_id, to_kind, to_id) DO UPDATE SET types = excluded.types
)sql";

constexpr std::string_view kTakeOwner = R"sql(
    INSERT INTO staging_owner (portal, id, email, first_name, last_name, archived)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (portal, id) DO UPDATE
       SET email = excluded.email,
           first_name = excluded.first_name,
           last_name = excluded.last_name,
           archived = excluded.archived
)sql";

constexpr std::string_view kTakeMembership = R"sql(
    INSERT INTO staging_membership (portal, list, contact) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING
)sql";

constexpr std::string_view kTakeUnreadable = R"sql(
    INSERT INTO staging_unreadable (portal, kind, id, reason) VALUES ($1, $2, $3, $4)
    ON CONFLICT (portal, kind, id) DO UPDATE SET reason = excluded.reason
)sql";

constexpr std::string_view kTakeStream = R"sql(
    INSERT INTO staging_stream (portal, stream, resume_after) VALUES ($1, $2, $3)
    ON CONFLICT (portal, stream) DO UPDATE SET resume_after = excluded.resume_after
)sql";

std::string pack_properties(const Properties& properties) {
    std::vector<std::string_view> texts;
    for (const auto& [name, value] : properties) {
        texts.emplace_back(name);
        texts.emplace_back(value);
    }
    return pack(texts);
}

std::string pack_ids(const std::vector<RecordId>& ids) {
    std::vector<std::string_view> texts;
    texts.reserve(ids.size());
    for (const RecordId& id : ids) texts.emplace_back(id.text());
    return pack(texts);
}

std::string pack_types(const std::vector<LinkType>& types) {
    std::vector<std::string> texts;
    for (const LinkType& type : types) {
        texts.insert(texts.end(), {type.category, std::to_string(type.type_id), type.label});
    }
    return pack({texts.begin(), texts.end()});
}

}  // namespace

Result<void> SqlStore::clear_staging() {
    for (const std::string_view sql : kClear) {
        if (auto done = connection_.run(sql, {portal_}); !done) return done;
    }
    return {};
}

Result<void> SqlStore::discard() {
    {
        auto transaction = Transaction::begin(connection_, Transaction::Kind::Write);
        if (!transaction) return Failure(std::move(transaction).error());
        auto done = clear_staging();
        if (done) done = transaction->commit();
        if (!done) return done;
    }
    connection_.truncate_log();
    return {};
}

Result<void> SqlStore::begin(const std::string& scope_fingerprint, PullKind /*kind*/, Instant now) {
    auto transaction = Transaction::begin(connection_, Transaction::Kind::Write);
    if (!transaction) return Failure(std::move(transaction).error());
    // A pull that "began" later than now was timed by a clock that was set back since.
    const auto goes_on =
        connection_.number(kGoesOn, {portal_, scope_fingerprint, now - kLongestPull, now});
    if (!goes_on) return Failure(goes_on.error());
    if (goes_on->value_or(0) != 0) return {};

    auto done = clear_staging();
    if (done) {
        done =
            connection_.run("INSERT INTO staging_pull (portal, scope, begun) VALUES ($1, $2, $3)",
                            {portal_, scope_fingerprint, now});
    }
    if (done) done = transaction->commit();
    return done;
}

Result<void> SqlStore::take(const CrmPage& page) {
    auto transaction = Transaction::begin(connection_, Transaction::Kind::Write);
    if (!transaction) return Failure(std::move(transaction).error());
    auto done = take_records(page);
    if (done) done = take_links(page);
    if (done) done = take_people(page);
    if (done && !page.stream.empty()) {
        done = connection_.run(kTakeStream, {portal_, page.stream, page.resume_after});
    }
    if (done) done = transaction->commit();
    return done;
}

Result<void> SqlStore::take_records(const CrmPage& page) {
    for (const CrmRecord& record : page.records) {
        auto done = connection_.run(
            kTakeRecord,
            {portal_, name_of(record.kind), record.id, record.created, record.updated,
             record.archived, pack_properties(record.properties), pack_ids(record.merged)});
        if (!done) return done;
    }
    for (const CrmPage::Unreadable& unreadable : page.unreadable) {
        auto done = connection_.run(kTakeUnreadable, {portal_, name_of(unreadable.record.kind),
                                                      unreadable.record.id, unreadable.reason});
        if (!done) return done;
    }
    return {};
}

Result<void> SqlStore::take_links(const CrmPage& page) {
    for (const CrmLink& link : page.links) {
        auto done =
            connection_.run(kTakeLink, {portal_, name_of(link.from.kind), link.from.id,
                                        name_of(link.to.kind), link.to.id, pack_types(link.types)});
        if (!done) return done;
    }
    return {};
}

Result<void> SqlStore::take_people(const CrmPage& page) {
    for (const CrmOwner& owner : page.owners) {
        auto done = connection_.run(kTakeOwner, {portal_, owner.id, owner.email, owner.first_name,
                                                 owner.last_name, owner.archived});
        if (!done) return done;
    }
    for (const CrmMembership& membership : page.memberships) {
        auto done =
            connection_.run(kTakeMembership, {portal_, membership.list, membership.contact});
        if (!done) return done;
    }
    return {};
}

}  // namespace mentorsync::store

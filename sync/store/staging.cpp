#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "sync/store/names.hpp"
#include "sync/store/packed.hpp"
#include "sync/store/sealed_columns.hpp"
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
    "DELETE FROM staging_former WHERE portal = $1",
    "DELETE FROM staging_gone WHERE portal = $1",
    "DELETE FROM staging_links_of WHERE portal = $1",
};

// Whatever a page can hold. A list that was seen to its end may be empty by now.
constexpr std::string_view kIsEmpty = R"sql(
    SELECT 1
     WHERE NOT EXISTS (SELECT 1 FROM staging_record WHERE portal = $1)
       AND NOT EXISTS (SELECT 1 FROM staging_link WHERE portal = $1)
       AND NOT EXISTS (SELECT 1 FROM staging_owner WHERE portal = $1)
       AND NOT EXISTS (SELECT 1 FROM staging_membership WHERE portal = $1)
       AND NOT EXISTS (SELECT 1 FROM staging_stream WHERE portal = $1)
       AND NOT EXISTS (SELECT 1 FROM staging_unreadable WHERE portal = $1)
       AND NOT EXISTS (SELECT 1 FROM staging_gone WHERE portal = $1)
       AND NOT EXISTS (SELECT 1 FROM staging_links_of WHERE portal = $1)
)sql";

constexpr std::string_view kGoesOn = R"sql(
    SELECT COUNT(*) FROM staging_pull
     WHERE portal = $1 AND scope = $2 AND kind = $3 AND begun > $4 AND begun <= $5
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
    INSERT INTO staging_link (portal, from_kind, from_id, to_kind, to_id, types, sealed)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (portal, from_kind, from_id, to_kind, to_id) DO UPDATE
       SET types = excluded.types, sealed = excluded.sealed
)sql";

constexpr std::string_view kTakeOwner = R"sql(
    INSERT INTO staging_owner (portal, id, person, archived) VALUES ($1, $2, $3, $4)
    ON CONFLICT (portal, id) DO UPDATE
       SET person = excluded.person, archived = excluded.archived
)sql";

constexpr std::string_view kTakeMembership = R"sql(
    INSERT INTO staging_membership (portal, list, contact) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING
)sql";

constexpr std::string_view kTakeUnreadable = R"sql(
    INSERT INTO staging_unreadable (portal, kind, id, reason) VALUES ($1, $2, $3, $4)
    ON CONFLICT (portal, kind, id) DO UPDATE SET reason = excluded.reason
)sql";

constexpr std::string_view kTakeGone = R"sql(
    INSERT INTO staging_gone (portal, kind, id, how) VALUES ($1, $2, $3, $4)
    ON CONFLICT (portal, kind, id) DO UPDATE SET how = excluded.how
)sql";

// What is gone brings nothing along that was taken of it before.
constexpr std::string_view kForgetGone[] = {
    "DELETE FROM staging_record WHERE portal = $1 AND kind = $2 AND id = $3",
    "DELETE FROM staging_former WHERE portal = $1 AND kind = $2 AND id = $3",
    "DELETE FROM staging_link WHERE portal = $1 AND from_kind = $2 AND from_id = $3",
    "DELETE FROM staging_link WHERE portal = $1 AND to_kind = $2 AND to_id = $3",
};

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

bool has_label(const CrmLink& link) {
    return std::ranges::any_of(link.types,
                               [](const LinkType& type) { return !type.label.empty(); });
}

}  // namespace

Result<void> SqlStore::clear_staging() {
    for (const std::string_view sql : kClear) {
        if (auto done = database().run(sql, {portal_}); !done) return done;
    }
    return {};
}

Result<bool> SqlStore::staging_is_empty() const {
    return database().number(kIsEmpty, {portal_}).map([](const auto& one) {
        return one.has_value();
    });
}

Result<void> SqlStore::discard() {
    {
        auto transaction = writing();
        if (!transaction) return Failure(std::move(transaction).error());
        auto done = clear_staging();
        if (done) done = transaction->commit();
        if (!done) return done;
    }
    database().truncate_log();
    return {};
}

Result<void> SqlStore::begin(const std::string& scope_fingerprint, PullKind kind, Instant now) {
    if (auto done = seal_anew(); !done) return done;
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    // A pull that "began" later than now was timed by a clock that was set back since.
    const auto goes_on = database().number(
        kGoesOn, {portal_, scope_fingerprint, name_of(kind), now - kLongestPull, now});
    if (!goes_on) return Failure(goes_on.error());
    if (goes_on->value_or(0) != 0) return {};

    auto done = clear_staging();
    if (done) {
        done = database().run(
            "INSERT INTO staging_pull (portal, scope, kind, begun) VALUES ($1, $2, $3, $4)",
            {portal_, scope_fingerprint, name_of(kind), now});
    }
    if (done) done = transaction->commit();
    return done;
}

Result<void> SqlStore::take(const CrmPage& page) {
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    auto done = take_records(page);
    if (done) done = take_links(page);
    if (done) done = take_people(page);
    if (done) done = take_changes(page);
    if (done && !page.stream.empty()) {
        done = database().run(kTakeStream, {portal_, page.stream, page.resume_after});
    }
    if (done) done = transaction->commit();
    return done;
}

Result<void> SqlStore::take_records(const CrmPage& page) {
    for (const CrmRecord& record : page.records) {
        const std::string_view kind = name_of(record.kind);
        const auto properties = sealed(kRecordProperties, row_of({record.kind, record.id}),
                                       pack_properties(record.properties));
        if (!properties) return Failure(properties.error());
        auto done = database().run(
            kTakeRecord, {portal_, kind, record.id, record.created, record.updated, record.archived,
                          Blob{*properties}, pack_ids(record.merged)});
        for (const RecordId& former : record.merged) {
            if (!done || former == record.id) continue;
            done = database().run(
                "INSERT INTO staging_former (portal, kind, former, id) VALUES ($1, $2, $3, $4) "
                "ON CONFLICT DO NOTHING",
                {portal_, kind, former, record.id});
        }
        if (done) {
            done = database().run(
                "DELETE FROM staging_gone WHERE portal = $1 AND kind = $2 AND id = $3",
                {portal_, kind, record.id});
        }
        if (!done) return done;
    }
    for (const CrmPage::Unreadable& unreadable : page.unreadable) {
        const auto reason = sealed(kUnreadableReason, row_of(unreadable.record), unreadable.reason);
        if (!reason) return Failure(reason.error());
        auto done = database().run(kTakeUnreadable, {portal_, name_of(unreadable.record.kind),
                                                     unreadable.record.id, Blob{*reason}});
        if (!done) return done;
    }
    return {};
}

Result<void> SqlStore::take_links(const CrmPage& page) {
    for (const CrmLink& link : page.links) {
        const std::string types = pack_types(link.types);
        std::optional<std::string> labelled;
        if (has_label(link)) {
            auto bytes = sealed(kLinkTypes, row_of(link.from, link.to), types);
            if (!bytes) return Failure(std::move(bytes).error());
            labelled = *std::move(bytes);
        }
        const auto blob = labelled ? std::optional(Blob{*labelled}) : std::nullopt;
        auto done = database().run(
            kTakeLink, {portal_, name_of(link.from.kind), link.from.id, name_of(link.to.kind),
                        link.to.id, labelled ? std::string() : types, blob});
        if (!done) return done;
    }
    return {};
}

Result<void> SqlStore::take_people(const CrmPage& page) {
    for (const CrmOwner& owner : page.owners) {
        const auto person = sealed(kOwnerPerson, owner.id.text(),
                                   pack({owner.email, owner.first_name, owner.last_name}));
        if (!person) return Failure(person.error());
        auto done = database().run(kTakeOwner, {portal_, owner.id, Blob{*person}, owner.archived});
        if (!done) return done;
    }
    for (const CrmMembership& membership : page.memberships) {
        auto done = database().run(kTakeMembership, {portal_, membership.list, membership.contact});
        if (!done) return done;
    }
    return {};
}

Result<void> SqlStore::take_changes(const CrmPage& page) {
    for (const GoneRecord& gone : page.gone) {
        const std::string_view kind = name_of(gone.record.kind);
        auto done = database().run(kTakeGone, {portal_, kind, gone.record.id, name_of(gone.how)});
        for (const std::string_view sql : kForgetGone) {
            if (done) done = database().run(sql, {portal_, kind, gone.record.id});
        }
        if (!done) return done;
    }
    for (const LinksOf& links : page.links_of) {
        auto done = database().run(
            "INSERT INTO staging_links_of (portal, kind, id, other) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT DO NOTHING",
            {portal_, name_of(links.record.kind), links.record.id, name_of(links.other)});
        if (!done) return done;
    }
    return {};
}

}  // namespace mentorsync::store

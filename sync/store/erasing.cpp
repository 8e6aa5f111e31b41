#include <string>
#include <utility>
#include <vector>

#include "sync/store/packed.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr std::string_view kAliasesOf = R"sql(
    SELECT former FROM alias WHERE portal = $1 AND present = $2
    UNION SELECT present FROM alias WHERE portal = $1 AND former = $2
    UNION SELECT id FROM staging_former WHERE portal = $1 AND kind = 'contact' AND former = $2
)sql";

constexpr std::string_view kMergedInto = R"sql(
    SELECT merged FROM mirror_record WHERE portal = $1 AND kind = 'contact' AND id = $2
    UNION SELECT merged FROM staging_record WHERE portal = $1 AND kind = 'contact' AND id = $2
)sql";

constexpr std::string_view kErasePulled[] = {
    "DELETE FROM mirror_record WHERE portal = $1 AND kind = 'contact' AND id = $2",
    "DELETE FROM mirror_unreadable WHERE portal = $1 AND kind = 'contact' AND id = $2",
    "DELETE FROM mirror_link WHERE portal = $1 AND from_kind = 'contact' AND from_id = $2",
    "DELETE FROM mirror_link WHERE portal = $1 AND to_kind = 'contact' AND to_id = $2",
    "DELETE FROM mirror_membership WHERE portal = $1 AND contact = $2",
    "DELETE FROM staging_record WHERE portal = $1 AND kind = 'contact' AND id = $2",
    "DELETE FROM staging_unreadable WHERE portal = $1 AND kind = 'contact' AND id = $2",
    "DELETE FROM staging_link WHERE portal = $1 AND from_kind = 'contact' AND from_id = $2",
    "DELETE FROM staging_link WHERE portal = $1 AND to_kind = 'contact' AND to_id = $2",
    "DELETE FROM staging_membership WHERE portal = $1 AND contact = $2",
    "DELETE FROM staging_gone WHERE portal = $1 AND kind = 'contact' AND id = $2",
    "DELETE FROM staging_links_of WHERE portal = $1 AND kind = 'contact' AND id = $2",
    "DELETE FROM staging_former WHERE portal = $1 AND kind = 'contact' AND id = $2",
    "DELETE FROM staging_former WHERE portal = $1 AND kind = 'contact' AND former = $2",
};

// People known only as CRM users, and those who were erased, have ids with other than digits.
constexpr std::string_view kKnownContacts = R"sql(
    SELECT id FROM mirror_record WHERE portal = $1 AND kind = 'contact'
    UNION SELECT person FROM relationship_person
           WHERE portal = $1 AND person NOT GLOB '*[^0-9]*'
    UNION SELECT owner FROM task WHERE portal = $1 AND owner NOT GLOB '*[^0-9]*'
    UNION SELECT contact FROM outbox_contact WHERE portal = $1
    UNION SELECT contact FROM property_outbox WHERE portal = $1
    UNION SELECT former FROM alias WHERE portal = $1 AND former NOT GLOB '*[^0-9]*'
    UNION SELECT present FROM alias WHERE portal = $1
    UNION SELECT id FROM accounting_failing WHERE portal = $1 AND kind = 'contact'
    ORDER BY 1
)sql";

// Told by `status` among the other facts.
constexpr std::string_view kUncleanBackups = R"sql(
    INSERT INTO fact (portal, name, value) VALUES ($1, 'unclean_backups', 'yes')
    ON CONFLICT (portal, name) DO NOTHING
)sql";

// Messages say ids, so that one about another record may name this contact as well.
constexpr std::string_view kEraseWords[] = {
    "DELETE FROM property_outbox WHERE portal = $1 AND contact = $2",
    "DELETE FROM alias WHERE portal = $1 AND (former = $2 OR present = $2)",
    "DELETE FROM accounting_failing WHERE portal = $1 AND (id = $2 OR instr(reason, $2) > 0)",
    "UPDATE outbox SET error = '' WHERE portal = $1 AND instr(error, $2) > 0",
    "UPDATE property_outbox SET error = '' WHERE portal = $1 AND instr(error, $2) > 0",
};

}  // namespace

Result<void> SqlStore::erase(const RecordId& contact, Instant now) {
    {
        auto transaction = writing();
        if (!transaction) return Failure(std::move(transaction).error());
        auto done = erase_rows(contact, now);
        if (done) done = transaction->commit();
        if (!done) return done;
    }
    return database().truncate_log_now();
}

Result<bool> SqlStore::is_erased(const RecordId& contact) {
    if (auto key = has_key(); !key) return Failure(std::move(key).error());
    for (const std::string& hash : sealer_->tombstones(portal_, contact.text())) {
        const auto found = database().number(
            "SELECT 1 FROM tombstone WHERE portal = $1 AND hash = $2", {portal_, hash});
        if (!found) return Failure(found.error());
        if (*found) return true;
    }
    return false;
}

Result<std::vector<RecordId>> SqlStore::known_contacts() {
    std::vector<RecordId> contacts;
    auto done =
        database().query(kKnownContacts, {portal_}, [&contacts](const Row& row) -> Result<void> {
            contacts.emplace_back(row.text(0));
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return contacts;
}

Result<bool> SqlStore::has_unclean_backups() {
    return database()
        .number("SELECT 1 FROM fact WHERE portal = $1 AND name = 'unclean_backups'", {portal_})
        .map([](const auto& one) { return one.has_value(); });
}

Result<void> SqlStore::mark_backups_clean() {
    return database().run("DELETE FROM fact WHERE portal = $1 AND name = 'unclean_backups'",
                          {portal_});
}

Result<bool> SqlStore::erase_staged(Instant now) {
    std::vector<RecordId> contacts;
    auto done = database().query(
        "SELECT id FROM staging_gone WHERE portal = $1 AND kind = 'contact' AND how = 'erased'",
        {portal_}, [&contacts](const Row& row) -> Result<void> {
            contacts.emplace_back(row.text(0));
            return {};
        });
    for (const RecordId& contact : contacts) {
        if (done) done = erase_rows(contact, now);
    }
    if (!done) return Failure(std::move(done).error());
    return !contacts.empty();
}

Result<void> SqlStore::erase_rows(const RecordId& contact, Instant now) {
    const auto ids = ids_of_person(contact);
    if (!ids) return Failure(ids.error());
    Result<void> done = database().run(kUncleanBackups, {portal_});
    for (const RecordId& id : *ids) {
        if (done) done = bury(id, now);
        if (done) done = erase_notes(id);
        if (done) done = erase_relationships(id);
        for (const std::string_view sql : kErasePulled) {
            if (done) done = database().run(sql, {portal_, id});
        }
        for (const std::string_view sql : kEraseWords) {
            if (done) done = database().run(sql, {portal_, id});
        }
    }
    return done;
}

// All ids that the contact ever had, as far as merges are known.
Result<std::set<RecordId>> SqlStore::ids_of_person(const RecordId& contact) const {
    std::set<RecordId> known;
    std::vector<RecordId> next = {contact};
    while (!next.empty()) {
        const RecordId id = next.back();
        next.pop_back();
        if (!known.insert(id).second) continue;
        auto others = other_ids_of(id);
        if (!others) return Failure(std::move(others).error());
        next.insert(next.end(), others->begin(), others->end());
    }
    return known;
}

Result<std::vector<RecordId>> SqlStore::other_ids_of(const RecordId& contact) const {
    std::vector<RecordId> ids;
    auto done =
        database().query(kAliasesOf, {portal_, contact}, [&ids](const Row& row) -> Result<void> {
            ids.emplace_back(row.text(0));
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    done =
        database().query(kMergedInto, {portal_, contact}, [&ids](const Row& row) -> Result<void> {
            const auto merged = unpack(row.text(0));
            if (!merged) return Failure(merged.error());
            for (const std::string& former : *merged) ids.emplace_back(former);
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return ids;
}

Result<void> SqlStore::bury(const RecordId& id, Instant now) {
    if (auto key = has_key(); !key) return key;
    return database().run(
        "INSERT INTO tombstone (portal, hash, buried) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        {portal_, sealer_->tombstone(portal_, id.text()), now});
}

}  // namespace mentorsync::store

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "sync/store/names.hpp"
#include "sync/store/packed.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr RecordKind kKinds[] = {RecordKind::Contact, RecordKind::Task, RecordKind::Note};

constexpr std::string_view kRecords = R"sql(
    SELECT id, created, updated, archived, properties, merged FROM staging_record
     WHERE portal = $1 AND kind = $2 ORDER BY id
)sql";

constexpr std::string_view kLinks = R"sql(
    SELECT from_kind, from_id, to_kind, to_id, types FROM staging_link
     WHERE portal = $1 ORDER BY from_kind, from_id, to_kind, to_id
)sql";

constexpr std::string_view kOwners = R"sql(
    SELECT id, email, first_name, last_name, archived FROM staging_owner
     WHERE portal = $1 ORDER BY id
)sql";

// Unpacks a list whose length is a multiple of `each`.
Result<std::vector<std::string>> unpack_groups(const std::string& packed, std::size_t each) {
    auto texts = unpack(packed);
    if (texts && texts->size() % each != 0) {
        return fail(ErrorCode::StoreFailed, "a staged page is damaged; start the pull again");
    }
    return texts;
}

Result<Properties> unpack_properties(const std::string& packed) {
    auto texts = unpack_groups(packed, 2);
    if (!texts) return Failure(std::move(texts).error());
    Properties properties;
    for (std::size_t i = 0; i < texts->size(); i += 2) {
        properties.emplace(std::move((*texts)[i]), std::move((*texts)[i + 1]));
    }
    return properties;
}

Result<std::vector<RecordId>> unpack_ids(const std::string& packed) {
    auto texts = unpack(packed);
    if (!texts) return Failure(std::move(texts).error());
    std::vector<RecordId> ids;
    for (std::string& text : *texts) ids.emplace_back(std::move(text));
    return ids;
}

Result<std::vector<LinkType>> unpack_types(const std::string& packed) {
    auto texts = unpack_groups(packed, 3);
    if (!texts) return Failure(std::move(texts).error());
    std::vector<LinkType> types;
    for (std::size_t i = 0; i < texts->size(); i += 3) {
        const std::string& number = (*texts)[i + 1];
        int type_id = 0;
        std::from_chars(number.data(), number.data() + number.size(), type_id);
        types.push_back({std::move((*texts)[i]), type_id, std::move((*texts)[i + 2])});
    }
    return types;
}

Result<CrmRecord> decode_record(RecordKind kind, const Row& row) {
    auto properties = unpack_properties(row.text(4));
    if (!properties) return Failure(std::move(properties).error());
    auto merged = unpack_ids(row.text(5));
    if (!merged) return Failure(std::move(merged).error());
    return CrmRecord{kind,
                     RecordId(row.text(0)),
                     row.time(1),
                     row.time(2),
                     row.number(3) != 0,
                     std::move(*properties),
                     std::move(*merged)};
}

Result<RecordRef> decode_ref(const Row& row, int column) {
    const auto kind = value_named<RecordKind>(row.text(column));
    if (!kind) return Failure(kind.error());
    return RecordRef{*kind, RecordId(row.text(column + 1))};
}

}  // namespace

Result<bool> SqlStore::has(const RecordRef& record) const {
    return connection_
        .number("SELECT 1 FROM staging_record WHERE portal = $1 AND kind = $2 AND id = $3",
                {portal_, name_of(record.kind), record.id})
        .map([](const auto& one) { return one.has_value(); });
}

Result<std::optional<std::string>> SqlStore::resume_point(std::string_view stream) const {
    std::optional<std::string> point = std::string();
    auto done = connection_.query(
        "SELECT resume_after FROM staging_stream WHERE portal = $1 AND stream = $2",
        {portal_, stream}, [&point](const Row& row) -> Result<void> {
            point = row.text(0);
            if (point->empty()) point.reset();
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return point;
}

Result<CrmSnapshot> SqlStore::taken() const {
    auto transaction = Transaction::begin(connection_, Transaction::Kind::Read);
    if (!transaction) return Failure(std::move(transaction).error());
    CrmSnapshot snapshot;
    Result<void> done;
    // By kind, because their names sort otherwise than they do.
    for (const RecordKind kind : kKinds) {
        if (done) done = read_staged_records(kind, snapshot);
    }
    if (done) done = read_staged_links(snapshot);
    if (done) done = read_staged_people(snapshot);
    if (done) done = read_unreadable(snapshot);
    if (!done) return Failure(std::move(done).error());
    return snapshot;
}

Result<void> SqlStore::read_staged_records(RecordKind kind, CrmSnapshot& snapshot) const {
    return connection_.query(kRecords, {portal_, name_of(kind)},
                             [kind, &snapshot](const Row& row) -> Result<void> {
                                 auto record = decode_record(kind, row);
                                 if (!record) return Failure(std::move(record).error());
                                 snapshot.records.push_back(std::move(*record));
                                 return {};
                             });
}

Result<void> SqlStore::read_staged_links(CrmSnapshot& snapshot) const {
    return connection_.query(kLinks, {portal_}, [&snapshot](const Row& row) -> Result<void> {
        auto from = decode_ref(row, 0);
        if (!from) return Failure(std::move(from).error());
        auto to = decode_ref(row, 2);
        if (!to) return Failure(std::move(to).error());
        auto types = unpack_types(row.text(4));
        if (!types) return Failure(std::move(types).error());
        snapshot.links.push_back({std::move(*from), std::move(*to), std::move(*types)});
        return {};
    });
}

Result<void> SqlStore::read_staged_people(CrmSnapshot& snapshot) const {
    auto done = connection_.query(kOwners, {portal_}, [&snapshot](const Row& row) -> Result<void> {
        snapshot.owners.push_back(
            {OwnerId(row.text(0)), row.text(1), row.text(2), row.text(3), row.number(4) != 0});
        return {};
    });
    if (!done) return done;
    return connection_.query(
        "SELECT list, contact FROM staging_membership WHERE portal = $1 ORDER BY list, contact",
        {portal_}, [&snapshot](const Row& row) -> Result<void> {
            snapshot.memberships.push_back({ListId(row.text(0)), RecordId(row.text(1))});
            return {};
        });
}

Result<void> SqlStore::read_unreadable(CrmSnapshot& snapshot) const {
    return connection_.query(
        "SELECT kind, id, reason FROM staging_unreadable WHERE portal = $1 ORDER BY kind, id",
        {portal_}, [&snapshot](const Row& row) -> Result<void> {
            auto record = decode_ref(row, 0);
            if (!record) return Failure(std::move(record).error());
            snapshot.unreadable.push_back({std::move(*record), row.text(2)});
            return {};
        });
}

}  // namespace mentorsync::store

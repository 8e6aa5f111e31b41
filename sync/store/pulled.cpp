#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "sync/store/names.hpp"
#include "sync/store/packed.hpp"
#include "sync/store/sealed_columns.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

constexpr RecordKind kKinds[] = {RecordKind::Contact, RecordKind::Task, RecordKind::Note};

// The two sides that a snapshot is read from: their tables begin so.
const std::string kStaging = "staging_";
const std::string kMirror = "mirror_";

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

Result<CrmRecord> decode_record(RecordKind kind, const Row& row, const std::string& packed) {
    auto properties = unpack_properties(packed);
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
    return database()
        .number("SELECT 1 FROM staging_record WHERE portal = $1 AND kind = $2 AND id = $3",
                {portal_, name_of(record.kind), record.id})
        .map([](const auto& one) { return one.has_value(); });
}

Result<std::optional<std::string>> SqlStore::resume_point(std::string_view stream) const {
    std::optional<std::string> point = std::string();
    auto done = database().query(
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
    auto transaction = reading();
    if (!transaction) return Failure(std::move(transaction).error());
    return read_pulled(kStaging);
}

Result<CrmSnapshot> SqlStore::snapshot() const {
    auto transaction = reading();
    if (!transaction) return Failure(std::move(transaction).error());
    auto snapshot = read_pulled(kMirror);
    if (!snapshot) return snapshot;
    const auto coverage = mirror_coverage();
    if (!coverage) return Failure(coverage.error());
    snapshot->coverage = *coverage;
    return snapshot;
}

// Merges as a commit does, looks, and takes it back: so the two can never differ.
Result<CrmSnapshot> SqlStore::merged() const {
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    const auto replaces = replaces_mirror();
    if (!replaces) return Failure(replaces.error());
    if (*replaces) return read_pulled(kStaging);
    if (auto done = merge_staging(false); !done) return Failure(std::move(done).error());
    auto snapshot = read_pulled(kMirror);
    if (!snapshot) return snapshot;
    const auto coverage = mirror_coverage();
    if (!coverage) return Failure(coverage.error());
    snapshot->coverage = *coverage;
    return snapshot;
}

Result<CrmSnapshot> SqlStore::read_pulled(const std::string& side) const {
    CrmSnapshot snapshot;
    Result<void> done;
    // By kind, because their names sort otherwise than they do.
    for (const RecordKind kind : kKinds) {
        if (done) done = read_records(side, kind, snapshot);
    }
    if (done) done = read_links(side, snapshot);
    if (done) done = read_people(side, snapshot);
    if (done) done = read_unreadable(side, snapshot);
    if (!done) return Failure(std::move(done).error());
    return snapshot;
}

Result<void> SqlStore::read_records(const std::string& side, RecordKind kind,
                                    CrmSnapshot& snapshot) const {
    const auto on_row = [this, kind, &snapshot](const Row& row) -> Result<void> {
        auto packed = opened(kRecordProperties, row_of({kind, RecordId(row.text(0))}), row.blob(4));
        if (!packed) return Failure(std::move(packed).error());
        auto record = decode_record(kind, row, *packed);
        if (!record) return Failure(std::move(record).error());
        snapshot.records.push_back(std::move(*record));
        return {};
    };
    return database().query("SELECT id, created, updated, archived, properties, merged FROM " +
                                side + "record WHERE portal = $1 AND kind = $2 ORDER BY id",
                            {portal_, name_of(kind)}, on_row);
}

Result<void> SqlStore::read_links(const std::string& side, CrmSnapshot& snapshot) const {
    const auto on_row = [this, &snapshot](const Row& row) -> Result<void> {
        auto from = decode_ref(row, 0);
        if (!from) return Failure(std::move(from).error());
        auto to = decode_ref(row, 2);
        if (!to) return Failure(std::move(to).error());
        auto packed = row.is_null(5) ? Result<std::string>(row.text(4))
                                     : opened(kLinkTypes, row_of(*from, *to), row.blob(5));
        if (!packed) return Failure(std::move(packed).error());
        auto types = unpack_types(*packed);
        if (!types) return Failure(std::move(types).error());
        snapshot.links.push_back({std::move(*from), std::move(*to), std::move(*types)});
        return {};
    };
    return database().query("SELECT from_kind, from_id, to_kind, to_id, types, sealed FROM " +
                                side +
                                "link WHERE portal = $1 "
                                "ORDER BY from_kind, from_id, to_kind, to_id",
                            {portal_}, on_row);
}

Result<void> SqlStore::read_people(const std::string& side, CrmSnapshot& snapshot) const {
    const auto on_owner = [this, &snapshot](const Row& row) -> Result<void> {
        auto packed = opened(kOwnerPerson, row.text(0), row.blob(1));
        if (!packed) return Failure(std::move(packed).error());
        auto texts = unpack_groups(*packed, 3);
        if (!texts) return Failure(std::move(texts).error());
        texts->resize(3);
        snapshot.owners.push_back(
            {OwnerId(row.text(0)), (*texts)[0], (*texts)[1], (*texts)[2], row.number(2) != 0});
        return {};
    };
    auto done = database().query(
        "SELECT id, person, archived FROM " + side + "owner WHERE portal = $1 ORDER BY id",
        {portal_}, on_owner);
    if (!done) return done;
    return database().query(
        "SELECT list, contact FROM " + side + "membership WHERE portal = $1 ORDER BY list, contact",
        {portal_}, [&snapshot](const Row& row) -> Result<void> {
            snapshot.memberships.push_back({ListId(row.text(0)), RecordId(row.text(1))});
            return {};
        });
}

Result<void> SqlStore::read_unreadable(const std::string& side, CrmSnapshot& snapshot) const {
    const auto on_row = [this, &snapshot](const Row& row) -> Result<void> {
        auto record = decode_ref(row, 0);
        if (!record) return Failure(std::move(record).error());
        auto reason = opened(kUnreadableReason, row_of(*record), row.blob(2));
        if (!reason) return Failure(std::move(reason).error());
        snapshot.unreadable.push_back({std::move(*record), *std::move(reason)});
        return {};
    };
    return database().query(
        "SELECT kind, id, reason FROM " + side + "unreadable WHERE portal = $1 ORDER BY kind, id",
        {portal_}, on_row);
}

}  // namespace mentorsync::store

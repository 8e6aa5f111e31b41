#include <string>
#include <utility>

#include "sync/store/names.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// Any conflict, whether of the key or of the identity, leaves the row that is there.
constexpr std::string_view kInsertNote = R"sql(
    INSERT INTO outbox (portal, key, relationship, kind, period, timestamp, body, state, note,
                        attempts, absent_after, next_at, error)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'planned', NULL, 0, $8, $9, '')
    ON CONFLICT DO NOTHING
)sql";

constexpr std::string_view kInsertContact = R"sql(
    INSERT INTO outbox_contact (portal, key, position, contact) VALUES ($1, $2, $3, $4)
)sql";

constexpr std::string_view kDue = R"sql(
    o.portal = $1 AND o.key IN (SELECT key FROM outbox
                                 WHERE portal = $1
                                   AND state IN ('planned', 'sent', 'created')
                                   AND next_at <= $2
                                 ORDER BY timestamp, key LIMIT $3)
)sql";

constexpr std::string_view kToAudit = R"sql(
    o.portal = $1 AND o.key IN (SELECT key FROM outbox
                                 WHERE portal = $1 AND state = 'done' AND next_at <= $2
                                 ORDER BY timestamp, key LIMIT $3)
)sql";

// The state is compared and set in one statement, so that of two who read the same row one wins.
constexpr std::string_view kAdvance = R"sql(
    UPDATE outbox
       SET state = $1,
           note = $2,
           next_at = $3,
           attempts = $4,
           absent_after = $5,
           error = $6
     WHERE portal = $7 AND key = $8 AND state = $9
)sql";

constexpr std::string_view kAddAttempt = R"sql(
    INSERT INTO attempt (portal, key, n, operation, outcome)
    SELECT $1, $2, COALESCE(MAX(n), 0) + 1, $3, $4 FROM attempt WHERE portal = $1 AND key = $2
)sql";

// A refused value stays refused until the value, or the accepted mapping, is another.
constexpr std::string_view kSaveProperty = R"sql(
    INSERT INTO property_outbox (portal, contact, property, value, parked, error)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (portal, contact, property) DO UPDATE
       SET value = excluded.value,
           parked = excluded.parked,
           error = excluded.error
     WHERE property_outbox.parked = 0 OR property_outbox.value <> excluded.value
)sql";

constexpr std::string_view kFreeParked = R"sql(
    DELETE FROM property_outbox
     WHERE portal = $1 AND parked = 1
       AND EXISTS (SELECT 1 FROM portal p WHERE p.portal = $1 AND p.accepted_mapping <> $2)
)sql";

constexpr std::string_view kWaitingProperties = R"sql(
    SELECT contact, property, value, error FROM property_outbox
     WHERE portal = $1 AND parked = 0 ORDER BY contact, property LIMIT $2
)sql";

constexpr std::string_view kEndProperty = R"sql(
    DELETE FROM property_outbox
     WHERE portal = $1 AND contact = $2 AND property = $3 AND value = $4
)sql";

constexpr std::string_view kParkProperty = R"sql(
    UPDATE property_outbox SET parked = 1, error = $1
     WHERE portal = $2 AND contact = $3 AND property = $4 AND value = $5
)sql";

Result<OutboxRow> decode_note(const Row& row) {
    const auto kind = value_named<NoteKind>(row.text(2));
    if (!kind) return Failure(kind.error());
    const auto state = value_named<RowState>(row.text(6));
    if (!state) return Failure(state.error());
    OutboxRow note{NoteKey(row.text(0)),
                   {RelationshipId(row.text(1)), *kind, row.text(3)},
                   {},
                   row.time(4),
                   Disclosure::stored(row.text(5)),
                   *state,
                   std::nullopt,
                   static_cast<int>(row.number(8)),
                   static_cast<int>(row.number(9)),
                   row.time(10),
                   row.text(11)};
    if (!row.is_null(7)) note.note = RecordId(row.text(7));
    return note;
}

}  // namespace

// A row a contact; those of one note follow each other.
Result<std::vector<OutboxRow>> SqlStore::read_notes(std::string_view where, Parameters parameters) {
    const std::string sql =
        "SELECT o.key, o.relationship, o.kind, o.period, o.timestamp, o.body, o.state, o.note, "
        "o.attempts, o.absent_after, o.next_at, o.error, c.contact FROM outbox o "
        "LEFT JOIN outbox_contact c ON c.portal = o.portal AND c.key = o.key WHERE " +
        std::string(where) + " ORDER BY o.timestamp, o.key, c.position";
    std::vector<OutboxRow> rows;
    auto done = connection_.query(sql, parameters, [&rows](const Row& row) -> Result<void> {
        if (rows.empty() || rows.back().key.text() != row.text(0)) {
            auto note = decode_note(row);
            if (!note) return Failure(std::move(note).error());
            rows.push_back(std::move(*note));
        }
        if (!row.is_null(12)) rows.back().contacts.emplace_back(row.text(12));
        return {};
    });
    if (!done) return Failure(std::move(done).error());
    return rows;
}

Result<std::vector<OutboxRow>> SqlStore::due(Instant now, std::size_t limit) {
    return read_notes(kDue, {portal_, now, limit});
}

Result<std::vector<OutboxRow>> SqlStore::to_audit(Instant now, std::size_t limit) {
    return read_notes(kToAudit, {portal_, now, limit});
}

Result<void> SqlStore::insert_note(const OutboxRow& note) {
    auto done = connection_.run(
        kInsertNote,
        {portal_, note.key, note.identity.relationship, name_of(note.identity.kind),
         note.identity.period, note.timestamp, note.body.value(), kNotLookedUp, note.next_at});
    if (!done || connection_.changes() == 0) return done;
    for (std::size_t i = 0; done && i < note.contacts.size(); ++i) {
        done = connection_.run(kInsertContact, {portal_, note.key, i, note.contacts[i]});
    }
    return done;
}

Result<bool> SqlStore::advance(const NoteKey& key, RowState from, const RowChange& change,
                               const std::string& operation, const std::string& outcome) {
    auto transaction = Transaction::begin(connection_, Transaction::Kind::Write);
    if (!transaction) return Failure(std::move(transaction).error());
    auto done =
        connection_.run(kAdvance, {name_of(change.to), change.note, change.next_at, change.attempts,
                                   change.absent_after, change.error, portal_, key, name_of(from)});
    if (done && connection_.changes() == 0) return false;
    if (done) done = connection_.run(kAddAttempt, {portal_, key, operation, outcome});
    if (done) done = transaction->commit();
    if (!done) return Failure(std::move(done).error());
    return true;
}

Result<void> SqlStore::free_parked_properties(const std::string& next_mapping) {
    return connection_.run(kFreeParked, {portal_, next_mapping});
}

Result<void> SqlStore::save_properties(const std::vector<PropertyRow>& properties) {
    for (const PropertyRow& row : properties) {
        auto done = connection_.run(kSaveProperty, {portal_, row.contact, row.property,
                                                    row.value.value(), row.parked, row.error});
        if (!done) return done;
    }
    return {};
}

Result<std::vector<PropertyRow>> SqlStore::waiting_properties(std::size_t limit) {
    std::vector<PropertyRow> rows;
    auto done = connection_.query(
        kWaitingProperties, {portal_, limit}, [&rows](const Row& row) -> Result<void> {
            rows.push_back({RecordId(row.text(0)), row.text(1), Disclosure::stored(row.text(2)),
                            false, row.text(3)});
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return rows;
}

Result<void> SqlStore::finish_property(const PropertyRow& row, const std::string& error) {
    if (error.empty()) {
        return connection_.run(kEndProperty,
                               {portal_, row.contact, row.property, row.value.value()});
    }
    return connection_.run(kParkProperty,
                           {error, portal_, row.contact, row.property, row.value.value()});
}

}  // namespace mentorsync::store

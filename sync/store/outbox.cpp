#include <string>
#include <utility>

#include "sync/store/names.hpp"
#include "sync/store/sealed_columns.hpp"
#include "sync/store/sql_store.hpp"

namespace mentorsync::store {

namespace {

// Any conflict, whether of the key or of the identity, leaves the row that is there.
constexpr std::string_view kInsertNote = R"sql(
    INSERT INTO outbox (portal, key, relationship, kind, period, timestamp, body, sealed, state,
                        note, attempts, absent_after, next_at, error)
    VALUES ($1, $2, $3, $4, $5, $6, '', $7, 'planned', NULL, 0, $8, $9, '')
    ON CONFLICT DO NOTHING
)sql";

constexpr std::string_view kInsertContact = R"sql(
    INSERT INTO outbox_contact (portal, key, position, contact) VALUES ($1, $2, $3, $4)
)sql";

constexpr std::string_view kDue = R"sql(
    o.portal = $1 AND o.key IN (SELECT key FROM outbox
                                 WHERE portal = $1
                                   AND state IN ('planned', 'sent', 'created')
                                   AND (next_at <= $2 OR next_at > $3)
                                 ORDER BY timestamp, key LIMIT $4)
)sql";

// One whose body was emptied could not be written once more.
constexpr std::string_view kToAudit = R"sql(
    o.portal = $1 AND o.key IN (SELECT key FROM outbox
                                 WHERE portal = $1 AND state = 'done'
                                   AND (next_at <= $2 OR (next_at > $3 AND next_at <> $4))
                                   AND (sealed IS NOT NULL OR body <> '')
                                 ORDER BY timestamp, key LIMIT $5)
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
    INSERT INTO attempt (portal, key, n, operation, outcome, at)
    SELECT $1, $2, COALESCE(MAX(n), 0) + 1, $3, $4, $5 FROM attempt WHERE portal = $1 AND key = $2
)sql";

// A note that is refused for years does not fill the disk.
constexpr std::string_view kForgetAttempts = R"sql(
    DELETE FROM attempt
     WHERE portal = $1 AND key = $2
       AND n <= (SELECT MAX(n) FROM attempt WHERE portal = $1 AND key = $2) - $3
)sql";
constexpr int kAttemptsAreKept = 50;

constexpr std::string_view kSaveProperty = R"sql(
    INSERT INTO property_outbox (portal, contact, property, value, sealed, parked, attempts,
                                 next_at, error)
    VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8)
    ON CONFLICT (portal, contact, property) DO UPDATE
       SET value = '',
           sealed = excluded.sealed,
           parked = excluded.parked,
           attempts = excluded.attempts,
           next_at = excluded.next_at,
           error = excluded.error,
           handed_out = 0
)sql";

constexpr std::string_view kFreeParked = R"sql(
    DELETE FROM property_outbox
     WHERE portal = $1 AND parked = 1
       AND EXISTS (SELECT 1 FROM portal p WHERE p.portal = $1 AND p.accepted_mapping <> $2)
)sql";

constexpr std::string_view kWaitingProperties = R"sql(
    SELECT contact, property, sealed, value, error, attempts, next_at, handed_out
      FROM property_outbox
     WHERE portal = $1 AND (parked = 0 OR (next_at > 0 AND (next_at <= $2 OR next_at > $3)))
     ORDER BY contact, property LIMIT $4
)sql";

constexpr std::string_view kOneProperty = R"sql(
    SELECT contact, property, sealed, value FROM property_outbox
     WHERE portal = $1 AND contact = $2 AND property = $3
)sql";

constexpr std::string_view kEndProperty = R"sql(
    DELETE FROM property_outbox WHERE portal = $1 AND contact = $2 AND property = $3
)sql";

constexpr std::string_view kParkProperty = R"sql(
    UPDATE property_outbox SET parked = 1, error = $1, attempts = $2, next_at = $3
     WHERE portal = $4 AND contact = $5 AND property = $6
)sql";

}  // namespace

Result<OutboxRow> SqlStore::decode_note(const Row& row) const {
    const auto kind = value_named<NoteKind>(row.text(2));
    if (!kind) return Failure(kind.error());
    const auto state = value_named<RowState>(row.text(6));
    if (!state) return Failure(state.error());
    // Not sealed: stored by an earlier schema, or emptied.
    auto body = row.is_null(13) ? Result<std::string>(row.text(5))
                                : opened(kNoteBody, row.text(0), row.blob(13));
    if (!body) return Failure(std::move(body).error());
    OutboxRow note{NoteKey(row.text(0)),
                   {RelationshipId(row.text(1)), *kind, row.text(3)},
                   {},
                   row.time(4),
                   Disclosure::stored(*std::move(body)),
                   *state,
                   std::nullopt,
                   static_cast<int>(row.number(8)),
                   static_cast<int>(row.number(9)),
                   row.time(10),
                   row.text(11)};
    if (!row.is_null(7)) note.note = RecordId(row.text(7));
    return note;
}

// A row a contact; those of one note follow each other.
Result<std::vector<OutboxRow>> SqlStore::read_notes(std::string_view where, Parameters parameters) {
    const std::string sql =
        "SELECT o.key, o.relationship, o.kind, o.period, o.timestamp, o.body, o.state, o.note, "
        "o.attempts, o.absent_after, o.next_at, o.error, c.contact, o.sealed FROM outbox o "
        "LEFT JOIN outbox_contact c ON c.portal = o.portal AND c.key = o.key WHERE " +
        std::string(where) + " ORDER BY o.timestamp, o.key, c.position";
    std::vector<OutboxRow> rows;
    auto done = database().query(sql, parameters, [this, &rows](const Row& row) -> Result<void> {
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
    asked_at_ = now;
    return read_notes(kDue, {portal_, now, now + kLongestRowWait, limit});
}

Result<std::vector<OutboxRow>> SqlStore::to_audit(Instant now, std::size_t limit) {
    return read_notes(kToAudit, {portal_, now, now + kLongestRowWait, kAudited, limit});
}

Result<void> SqlStore::insert_note(const OutboxRow& note) {
    const auto body = sealed(kNoteBody, note.key.text(), note.body.value());
    if (!body) return Failure(body.error());
    auto done =
        database().run(kInsertNote, {portal_, note.key, note.identity.relationship,
                                     name_of(note.identity.kind), note.identity.period,
                                     note.timestamp, Blob{*body}, kNotLookedUp, note.next_at});
    if (!done || database().changes() == 0) return done;
    for (std::size_t i = 0; done && i < note.contacts.size(); ++i) {
        done = database().run(kInsertContact, {portal_, note.key, i, note.contacts[i]});
    }
    return done;
}

Result<bool> SqlStore::advance(const NoteKey& key, RowState from, const RowChange& change,
                               const std::string& operation, const std::string& outcome) {
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    auto done =
        database().run(kAdvance, {name_of(change.to), change.note, change.next_at, change.attempts,
                                  change.absent_after, change.error, portal_, key, name_of(from)});
    if (done && database().changes() == 0) return false;
    if (done) done = database().run(kAddAttempt, {portal_, key, operation, outcome, asked_at_});
    if (done) done = database().run(kForgetAttempts, {portal_, key, kAttemptsAreKept});
    if (done) done = transaction->commit();
    if (!done) return Failure(std::move(done).error());
    return true;
}

Result<void> SqlStore::free_parked_properties(const std::string& next_mapping) {
    return database().run(kFreeParked, {portal_, next_mapping});
}

Result<std::string> SqlStore::decode_value(const Row& row) const {
    if (row.is_null(2)) return row.text(3);
    return opened(kPropertyValue, row_of_property(RecordId(row.text(0)), row.text(1)), row.blob(2));
}

Result<std::optional<std::string>> SqlStore::waiting_value(const PropertyRow& row) {
    std::optional<std::string> value;
    auto done = database().query(kOneProperty, {portal_, row.contact, row.property},
                                 [this, &value](const Row& found) -> Result<void> {
                                     auto decoded = decode_value(found);
                                     if (!decoded) return Failure(std::move(decoded).error());
                                     value = *std::move(decoded);
                                     return {};
                                 });
    if (!done) return Failure(std::move(done).error());
    return value;
}

Result<void> SqlStore::save_property(const PropertyRow& row) {
    const auto waiting = waiting_value(row);
    if (!waiting) return Failure(waiting.error());
    // What is there stays, and with it a refusal: it holds until the value, or the accepted
    // mapping, is another.
    if (*waiting == row.value.value()) return {};
    const auto value =
        sealed(kPropertyValue, row_of_property(row.contact, row.property), row.value.value());
    if (!value) return Failure(value.error());
    return database().run(kSaveProperty, {portal_, row.contact, row.property, Blob{*value},
                                          row.parked, row.attempts, row.next_at, row.error});
}

Result<std::vector<PropertyRow>> SqlStore::waiting_properties(std::size_t limit) {
    std::vector<PropertyRow> rows;
    auto done = database().query(
        kWaitingProperties, {portal_, asked_at_, asked_at_ + kLongestRowWait, limit},
        [this, &rows](const Row& row) -> Result<void> {
            auto value = decode_value(row);
            if (!value) return Failure(std::move(value).error());
            rows.push_back({RecordId(row.text(0)), row.text(1),
                            Disclosure::stored(*std::move(value)), false, row.text(4),
                            static_cast<int>(row.number(5)), row.time(6), row.number(7) != 0});
            return {};
        });
    if (!done) return Failure(std::move(done).error());
    return rows;
}

Result<void> SqlStore::finish_property(const PropertyRow& row, const std::string& error) {
    auto transaction = writing();
    if (!transaction) return Failure(std::move(transaction).error());
    const auto waiting = waiting_value(row);
    if (!waiting) return Failure(waiting.error());
    if (*waiting != row.value.value()) return {};
    auto done = error.empty() ? database().run(kEndProperty, {portal_, row.contact, row.property})
                              : database().run(kParkProperty, {error, row.attempts, row.next_at,
                                                               portal_, row.contact, row.property});
    if (done) done = transaction->commit();
    return done;
}

}  // namespace mentorsync::store

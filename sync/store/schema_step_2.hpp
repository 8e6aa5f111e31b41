// The SQL of the second schema step, see schema.hpp: what a daemon remembers beyond one sync.
//
// A column called `sealed`, `properties`, `person`, `reason` or `answer` of the type BLOB holds
// what a Sealer sealed, see sealed_columns.hpp. Tables with such columns have row numbers, so that
// they can be sealed anew bit by bit.

#pragma once

namespace mentorsync::store {

// What step 1 staged is forgotten: it was of a pull that is over, and not sealed.
inline constexpr char kSealedStaging[] = R"sql(
DROP TABLE staging_pull;
DROP TABLE staging_record;
DROP TABLE staging_link;
DROP TABLE staging_owner;
DROP TABLE staging_membership;
DROP TABLE staging_unreadable;
DELETE FROM staging_stream;

CREATE TABLE staging_pull (
    portal TEXT NOT NULL PRIMARY KEY,
    scope  TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('everything', 'changes')),
    begun  INTEGER NOT NULL
) STRICT;

CREATE TABLE staging_former (
    portal TEXT NOT NULL,
    kind   TEXT NOT NULL,
    former TEXT NOT NULL,
    id     TEXT NOT NULL,
    PRIMARY KEY (portal, kind, former, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staging_gone (
    portal TEXT NOT NULL,
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    how    TEXT NOT NULL CHECK (how IN ('archived', 'erased', 'left')),
    PRIMARY KEY (portal, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staging_links_of (
    portal TEXT NOT NULL,
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    other  TEXT NOT NULL,
    PRIMARY KEY (portal, kind, id, other)
) STRICT, WITHOUT ROWID;
)sql";

// Made twice: PREFIX_ stands for staging_ and for mirror_. A link's `sealed` holds its types where
// one has a label, and `types` holds them otherwise.
inline constexpr char kPulledTables[] = R"sql(
CREATE TABLE PREFIX_record (
    portal     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    id         TEXT NOT NULL,
    created    INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    archived   INTEGER NOT NULL,
    properties BLOB NOT NULL,
    merged     TEXT NOT NULL,
    PRIMARY KEY (portal, kind, id)
) STRICT;

CREATE TABLE PREFIX_link (
    portal    TEXT NOT NULL,
    from_kind TEXT NOT NULL,
    from_id   TEXT NOT NULL,
    to_kind   TEXT NOT NULL,
    to_id     TEXT NOT NULL,
    types     TEXT NOT NULL,
    sealed    BLOB,
    PRIMARY KEY (portal, from_kind, from_id, to_kind, to_id)
) STRICT;

CREATE INDEX PREFIX_link_back ON PREFIX_link (portal, to_kind, to_id, from_kind);

CREATE TABLE PREFIX_owner (
    portal   TEXT NOT NULL,
    id       TEXT NOT NULL,
    person   BLOB NOT NULL,
    archived INTEGER NOT NULL,
    PRIMARY KEY (portal, id)
) STRICT;

CREATE TABLE PREFIX_membership (
    portal  TEXT NOT NULL,
    list    TEXT NOT NULL,
    contact TEXT NOT NULL,
    PRIMARY KEY (portal, list, contact)
) STRICT, WITHOUT ROWID;

CREATE INDEX PREFIX_membership_of ON PREFIX_membership (portal, contact);

CREATE TABLE PREFIX_unreadable (
    portal TEXT NOT NULL,
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    reason BLOB NOT NULL,
    PRIMARY KEY (portal, kind, id)
) STRICT;
)sql";

// `rebuilt` of step 1 is used no more. A note's `body` and a property's `value` hold what step 1
// stored, until it is sealed.
inline constexpr char kDaemonTables[] = R"sql(
ALTER TABLE portal DROP COLUMN rebuilt;
ALTER TABLE portal ADD COLUMN planned_at INTEGER;
ALTER TABLE portal ADD COLUMN planned_period TEXT NOT NULL DEFAULT '';
ALTER TABLE portal ADD COLUMN last_pass INTEGER;
ALTER TABLE portal ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE portal ADD COLUMN mirror_complete INTEGER NOT NULL DEFAULT 0;

ALTER TABLE attempt ADD COLUMN at INTEGER;
ALTER TABLE outbox ADD COLUMN sealed BLOB;
CREATE INDEX outbox_with_body ON outbox (portal, timestamp) WHERE sealed IS NOT NULL;

ALTER TABLE property_outbox RENAME TO former_property_outbox;
CREATE TABLE property_outbox (
    portal   TEXT NOT NULL,
    contact  TEXT NOT NULL,
    property TEXT NOT NULL,
    value    TEXT NOT NULL,
    sealed   BLOB,
    parked   INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at  INTEGER NOT NULL,
    error    TEXT NOT NULL,
    PRIMARY KEY (portal, contact, property)
) STRICT;
INSERT INTO property_outbox (portal, contact, property, value, parked, attempts, next_at, error)
SELECT portal, contact, property, value, parked, 0, 0, error FROM former_property_outbox;
DROP TABLE former_property_outbox;

CREATE TABLE cursor (
    portal TEXT NOT NULL,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (portal, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    portal   TEXT NOT NULL,
    name     TEXT NOT NULL,
    finished INTEGER NOT NULL,
    found    INTEGER NOT NULL,
    PRIMARY KEY (portal, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_run (
    portal   TEXT NOT NULL,
    name     TEXT NOT NULL,
    finished INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    PRIMARY KEY (portal, name, finished)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
    portal TEXT NOT NULL,
    hash   TEXT NOT NULL,
    buried INTEGER NOT NULL,
    PRIMARY KEY (portal, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    portal   TEXT NOT NULL,
    command  TEXT NOT NULL,
    argument TEXT NOT NULL,
    left_at  INTEGER NOT NULL,
    code     TEXT,
    good     INTEGER,
    answer   BLOB
) STRICT;

CREATE TABLE health (
    portal   TEXT NOT NULL PRIMARY KEY,
    state    TEXT NOT NULL,
    code     TEXT NOT NULL,
    message  TEXT NOT NULL,
    since    INTEGER NOT NULL,
    next_try INTEGER
) STRICT;

CREATE TABLE fact (
    portal TEXT NOT NULL,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (portal, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
    portal TEXT NOT NULL,
    name   TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (portal, name)
) STRICT;

CREATE TABLE sealing (
    portal TEXT NOT NULL PRIMARY KEY,
    key_id TEXT NOT NULL,
    place  INTEGER NOT NULL,
    after  INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace mentorsync::store

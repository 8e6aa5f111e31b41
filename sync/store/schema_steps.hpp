// The SQL of the schema steps, see schema.hpp.

#pragma once

namespace mentorsync::store {

// What is kept of a programme. No name of a person, no title and no goal is in these tables.
inline constexpr char kModelTables[] = R"sql(
CREATE TABLE portal (
    portal           TEXT NOT NULL PRIMARY KEY,
    crm_portal       TEXT NOT NULL,
    accepted_mapping TEXT NOT NULL,
    last_complete    INTEGER,
    people_in_list   INTEGER NOT NULL,
    rebuilt          INTEGER NOT NULL
) STRICT;

CREATE TABLE relationship (
    portal      TEXT NOT NULL,
    id          TEXT NOT NULL,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    source_rule TEXT NOT NULL,
    first_seen  INTEGER NOT NULL,
    digest      INTEGER NOT NULL,
    PRIMARY KEY (portal, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE relationship_person (
    portal       TEXT NOT NULL,
    relationship TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('mentor', 'mentee', 'member')),
    position     INTEGER NOT NULL,
    person       TEXT NOT NULL,
    PRIMARY KEY (portal, relationship, role, position),
    FOREIGN KEY (portal, relationship) REFERENCES relationship (portal, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    portal  TEXT NOT NULL,
    id      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    state   TEXT NOT NULL,
    due     INTEGER,
    updated INTEGER NOT NULL,
    owner   TEXT,
    digest  INTEGER NOT NULL,
    PRIMARY KEY (portal, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_relationship (
    portal       TEXT NOT NULL,
    task         TEXT NOT NULL,
    position     INTEGER NOT NULL,
    relationship TEXT NOT NULL,
    PRIMARY KEY (portal, task, position),
    FOREIGN KEY (portal, task) REFERENCES task (portal, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE alias (
    portal  TEXT NOT NULL,
    former  TEXT NOT NULL,
    present TEXT NOT NULL,
    PRIMARY KEY (portal, former)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounting (
    portal  TEXT NOT NULL PRIMARY KEY,
    total   INTEGER NOT NULL,
    in_sync INTEGER NOT NULL
) STRICT;

CREATE TABLE accounting_excluded (
    portal  TEXT NOT NULL,
    code    TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (portal, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounting_failing (
    portal   TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    status   TEXT NOT NULL,
    rule     TEXT NOT NULL,
    code     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (portal, position)
) STRICT, WITHOUT ROWID;
)sql";

// What has to be told to the CRM. `attempt` is only ever added to.
inline constexpr char kOutboxTables[] = R"sql(
CREATE TABLE outbox (
    portal       TEXT NOT NULL,
    key          TEXT NOT NULL,
    relationship TEXT NOT NULL,
    kind         TEXT NOT NULL,
    period       TEXT NOT NULL,
    timestamp    INTEGER NOT NULL,
    body         TEXT NOT NULL,
    state        TEXT NOT NULL,
    note         TEXT,
    attempts     INTEGER NOT NULL,
    absent_after INTEGER NOT NULL,
    next_at      INTEGER NOT NULL,
    error        TEXT NOT NULL,
    PRIMARY KEY (portal, key),
    UNIQUE (portal, kind, period, relationship)
) STRICT;

CREATE INDEX outbox_by_state ON outbox (portal, state, timestamp);

CREATE TABLE outbox_contact (
    portal   TEXT NOT NULL,
    key      TEXT NOT NULL,
    position INTEGER NOT NULL,
    contact  TEXT NOT NULL,
    PRIMARY KEY (portal, key, position),
    FOREIGN KEY (portal, key) REFERENCES outbox (portal, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
    portal    TEXT NOT NULL,
    key       TEXT NOT NULL,
    n         INTEGER NOT NULL,
    operation TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    PRIMARY KEY (portal, key, n),
    FOREIGN KEY (portal, key) REFERENCES outbox (portal, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE property_outbox (
    portal   TEXT NOT NULL,
    contact  TEXT NOT NULL,
    property TEXT NOT NULL,
    value    TEXT NOT NULL,
    parked   INTEGER NOT NULL,
    error    TEXT NOT NULL,
    PRIMARY KEY (portal, contact, property)
) STRICT, WITHOUT ROWID;
)sql";

// Pages of a pull that is under way. The only tables that hold what people wrote; a commit empties
// them.
inline constexpr char kStagingTables[] = R"sql(
CREATE TABLE staging_pull (
    portal TEXT NOT NULL PRIMARY KEY,
    scope  TEXT NOT NULL,
    begun  INTEGER NOT NULL
) STRICT;

CREATE TABLE staging_record (
    portal     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    id         TEXT NOT NULL,
    created    INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    archived   INTEGER NOT NULL,
    properties TEXT NOT NULL,
    merged     TEXT NOT NULL,
    PRIMARY KEY (portal, kind, id)
) STRICT;

CREATE TABLE staging_link (
    portal    TEXT NOT NULL,
    from_kind TEXT NOT NULL,
    from_id   TEXT NOT NULL,
    to_kind   TEXT NOT NULL,
    to_id     TEXT NOT NULL,
    types     TEXT NOT NULL,
    PRIMARY KEY (portal, from_kind, from_id, to_kind, to_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staging_owner (
    portal     TEXT NOT NULL,
    id         TEXT NOT NULL,
    email      TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    archived   INTEGER NOT NULL,
    PRIMARY KEY (portal, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staging_membership (
    portal  TEXT NOT NULL,
    list    TEXT NOT NULL,
    contact TEXT NOT NULL,
    PRIMARY KEY (portal, list, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE staging_stream (
    portal       TEXT NOT NULL,
    stream       TEXT NOT NULL,
    resume_after TEXT NOT NULL,
    PRIMARY KEY (portal, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE staging_unreadable (
    portal TEXT NOT NULL,
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (portal, kind, id)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace mentorsync::store

// The SQL of the third schema step, see schema.hpp: what the host of a portal was handed.

#pragma once

namespace mentorsync::store {

// `digest` is that of the task when it was last compared with what was told, `content` what was.
inline constexpr char kHandOutTables[] = R"sql(
ALTER TABLE property_outbox ADD COLUMN handed_out INTEGER NOT NULL DEFAULT 0;

CREATE TABLE told_task (
    portal  TEXT NOT NULL,
    task    TEXT NOT NULL,
    digest  INTEGER NOT NULL,
    content TEXT NOT NULL,
    settled INTEGER NOT NULL,
    PRIMARY KEY (portal, task)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace mentorsync::store

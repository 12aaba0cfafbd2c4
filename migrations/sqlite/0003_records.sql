-- What people do with each other beside the rounds, each kind as documents; `open` is 1 while anything is still to come.
CREATE TABLE record (
    workspace_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    open INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, kind, id)
) STRICT;
CREATE INDEX record_since ON record (workspace_id, kind, since);
CREATE INDEX record_open ON record (workspace_id, kind, id) WHERE open = 1;

-- Whom a record can be found by.
CREATE TABLE record_person (
    workspace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, person_id, kind, record_id),
    FOREIGN KEY (workspace_id, kind, record_id) REFERENCES record (workspace_id, kind, id)
) STRICT;
CREATE INDEX record_person_record ON record_person (workspace_id, kind, record_id);

-- How often we began something with a person in a week, and what was held back. The number is part of the key, so that
-- two decisions cannot both spend the last contact.
CREATE TABLE attention (
    workspace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    week TEXT NOT NULL,
    number INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, person_id, week, number)
) STRICT;
CREATE INDEX attention_week ON attention (workspace_id, week);

-- A message is about a pairing, an ask, or whatever else has an id.
ALTER TABLE outbox RENAME COLUMN pairing_id TO subject;

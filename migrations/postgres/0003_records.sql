-- What people do with each other beside the rounds, each kind as documents; `open` is 1 while anything is still to come.
CREATE TABLE record (
    workspace_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    since BIGINT NOT NULL,
    open BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, kind, id)
);
CREATE INDEX record_since ON record (workspace_id, kind, since);
CREATE INDEX record_open ON record (workspace_id, kind, id) WHERE open = 1;

-- Whom a record can be found by.
CREATE TABLE record_person (
    workspace_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    record_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, person_id, kind, record_id),
    FOREIGN KEY (workspace_id, kind, record_id) REFERENCES record (workspace_id, kind, id)
);
CREATE INDEX record_person_record ON record_person (workspace_id, kind, record_id);

-- How often we began something with a person in a week, and what was held back. The number is part of the key, so that
-- two decisions cannot both spend the last contact.
CREATE TABLE attention (
    workspace_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    week TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, person_id, week, number)
);
CREATE INDEX attention_week ON attention (workspace_id, week);

-- A message is about a pairing, an ask, or whatever else has an id.
ALTER TABLE outbox RENAME COLUMN pairing_id TO subject;

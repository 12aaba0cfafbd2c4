-- Records are rows of key columns, the columns that queries need, and the whole record as JSON in `doc`.
-- Instants are UTC milliseconds, civil dates are ISO text.

CREATE TABLE workspace (
    id TEXT NOT NULL PRIMARY KEY,
    access TEXT NOT NULL,
    doc TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE program (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;

-- The civil date of the slot is the identity of a round; the instant is not, since clocks and zones change.
CREATE TABLE round (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    program_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    outcome TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, program_id, slot)
) STRICT;

CREATE TABLE pairing (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    slot TEXT NOT NULL,
    version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;
CREATE INDEX pairing_slot ON pairing (workspace_id, slot);

CREATE TABLE pairing_member (
    workspace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    PRIMARY KEY (workspace_id, person_id, pairing_id),
    FOREIGN KEY (workspace_id, pairing_id) REFERENCES pairing (workspace_id, id)
) STRICT;
CREATE INDEX pairing_member_pairing ON pairing_member (workspace_id, pairing_id);

CREATE TABLE check_in (
    workspace_id TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (workspace_id, pairing_id, person_id)
) STRICT;
CREATE INDEX check_in_person ON check_in (workspace_id, person_id);

CREATE TABLE showing (
    workspace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    prompt_id TEXT NOT NULL,
    shown_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, person_id, prompt_id, shown_at)
) STRICT;

CREATE TABLE wake (
    workspace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (workspace_id, key)
) STRICT;
CREATE INDEX wake_at ON wake (at, workspace_id, key);

CREATE TABLE inbox (
    workspace_id TEXT NOT NULL,
    dedup_key TEXT NOT NULL,
    reply TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, dedup_key)
) STRICT;
CREATE INDEX inbox_received ON inbox (received_at);

CREATE TABLE channel (
    workspace_id TEXT NOT NULL,
    members TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, members)
) STRICT;

-- `lease` counts the claims: only the holder of the latest may finish the row. `doubt` is the lease of the first attempt
-- of which nobody knows whether Slack applied it. `root_key` names the message that must be settled before.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    workspace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'check', 'failed', 'skipped')),
    target TEXT NOT NULL,
    message TEXT NOT NULL,
    kind TEXT NOT NULL,
    pairing_id TEXT,
    person_id TEXT,
    root_key TEXT,
    urgency INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    expires INTEGER,
    next_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    lease INTEGER NOT NULL,
    doubt INTEGER,
    intent_at INTEGER,
    channel_id TEXT,
    ts TEXT,
    reason TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    UNIQUE (workspace_id, key)
) STRICT;
-- Exactly the order in which rows are claimed.
CREATE INDEX outbox_due ON outbox (urgency, next_at, seq) WHERE state IN ('pending', 'check');
CREATE INDEX outbox_sending ON outbox (seq) WHERE state = 'sending';
CREATE INDEX outbox_pairing ON outbox (workspace_id, pairing_id) WHERE pairing_id IS NOT NULL;
CREATE INDEX outbox_person ON outbox (workspace_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX outbox_posted ON outbox (workspace_id, channel_id, ts) WHERE ts IS NOT NULL;

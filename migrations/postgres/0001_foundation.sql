-- Records are rows of key columns, the columns that queries need, and the whole record as JSON in `doc`.
-- Instants are UTC milliseconds, civil dates are ISO text; texts are ordered by their bytes, as SQLite does.

CREATE TABLE workspace (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    access TEXT COLLATE "C" NOT NULL,
    doc TEXT COLLATE "C" NOT NULL
);

CREATE TABLE person (
    workspace_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE program (
    workspace_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- The civil date of the slot is the identity of a round; the instant is not, since clocks and zones change.
CREATE TABLE round (
    workspace_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    program_id TEXT COLLATE "C" NOT NULL,
    slot TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, program_id, slot)
);

CREATE TABLE pairing (
    workspace_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    slot TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX pairing_slot ON pairing (workspace_id, slot);

CREATE TABLE pairing_member (
    workspace_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    pairing_id TEXT COLLATE "C" NOT NULL,
    slot TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, person_id, pairing_id),
    FOREIGN KEY (workspace_id, pairing_id) REFERENCES pairing (workspace_id, id)
);
CREATE INDEX pairing_member_pairing ON pairing_member (workspace_id, pairing_id);

CREATE TABLE check_in (
    workspace_id TEXT COLLATE "C" NOT NULL,
    pairing_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, pairing_id, person_id)
);
CREATE INDEX check_in_person ON check_in (workspace_id, person_id);

CREATE TABLE showing (
    workspace_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    prompt_id TEXT COLLATE "C" NOT NULL,
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, person_id, prompt_id, shown_at)
);

CREATE TABLE wake (
    workspace_id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    what TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, key)
);
CREATE INDEX wake_at ON wake (at, workspace_id, key);

CREATE TABLE inbox (
    workspace_id TEXT COLLATE "C" NOT NULL,
    dedup_key TEXT COLLATE "C" NOT NULL,
    reply TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, dedup_key)
);
CREATE INDEX inbox_received ON inbox (received_at);

CREATE TABLE channel (
    workspace_id TEXT COLLATE "C" NOT NULL,
    members TEXT COLLATE "C" NOT NULL,
    channel_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, members)
);

-- `lease` counts the claims: only the holder of the latest may finish the row. `doubt` is the lease of the first attempt
-- of which nobody knows whether Slack applied it. `root_key` names the message that must be settled before.
CREATE TABLE outbox (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    workspace_id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'check', 'failed', 'skipped')),
    target TEXT COLLATE "C" NOT NULL,
    message TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    pairing_id TEXT COLLATE "C",
    person_id TEXT COLLATE "C",
    root_key TEXT COLLATE "C",
    urgency BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    expires BIGINT,
    next_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease BIGINT NOT NULL,
    doubt BIGINT,
    intent_at BIGINT,
    channel_id TEXT COLLATE "C",
    ts TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    UNIQUE (workspace_id, key)
);
-- Exactly the order in which rows are claimed.
CREATE INDEX outbox_due ON outbox (urgency, next_at, seq) WHERE state IN ('pending', 'check');
CREATE INDEX outbox_sending ON outbox (seq) WHERE state = 'sending';
CREATE INDEX outbox_pairing ON outbox (workspace_id, pairing_id) WHERE pairing_id IS NOT NULL;
CREATE INDEX outbox_person ON outbox (workspace_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX outbox_posted ON outbox (workspace_id, channel_id, ts) WHERE ts IS NOT NULL;

-- Until when a row that is being sent belongs to its sender, by the database's clock on a server and by ours in a file.
ALTER TABLE outbox ADD COLUMN lease_until INTEGER;
-- How often its sender was gone before it could say how the attempt had ended; and how often nobody knew how one had.
ALTER TABLE outbox ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN doubts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN doubted_at INTEGER;
-- From when on a message with its id may stand in Slack.
ALTER TABLE outbox ADD COLUMN first_intent_at INTEGER;
-- Where a message may stand twice: when that is looked into, the second one where Slack told us of it, and how many were
-- taken away.
ALTER TABLE outbox ADD COLUMN look_again_at INTEGER;
ALTER TABLE outbox ADD COLUMN extra_ts TEXT;
ALTER TABLE outbox ADD COLUMN repairs INTEGER NOT NULL DEFAULT 0;

-- Exactly the order in which the rows of a workspace are claimed.
CREATE INDEX outbox_lane ON outbox (workspace_id, urgency, next_at, seq) WHERE state IN ('pending', 'check');
CREATE INDEX outbox_leased ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_repair ON outbox (look_again_at) WHERE look_again_at IS NOT NULL;
DROP INDEX outbox_due;
DROP INDEX outbox_sending;

-- Who delivers for a workspace: one process at a time. The token counts how often that has changed hands.
CREATE TABLE lane (
    workspace_id TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT;

-- How much of Slack's limits is used up, for each method and each conversation: when the bucket will be full again, until
-- when Slack told us to wait, and the last turn that was promised.
CREATE TABLE bucket (
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    full_at INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    last_turn INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, name)
) STRICT;

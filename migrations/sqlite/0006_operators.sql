-- What was given up is counted by every scrape and listed by every doctor, among any number of rows that were sent.
CREATE INDEX outbox_failed ON outbox (workspace_id, seq) WHERE state = 'failed';

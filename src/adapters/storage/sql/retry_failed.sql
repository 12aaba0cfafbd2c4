-- What may have been sent is looked for first, and whoever asks for it grants one more try where nobody can look.
UPDATE outbox SET
  state = CASE WHEN doubt IS NULL THEN 'pending' ELSE 'check' END,
  doubts = CASE WHEN doubt IS NULL THEN doubts ELSE 1 END,
  next_at = $3,
  lease = lease + 1,
  attempts = 0,
  crashes = 0,
  reason = NULL,
  finished_at = NULL
WHERE workspace_id = $1 AND (key = $2 OR $2 IS NULL) AND state = 'failed' AND message <> 'null'

UPDATE outbox SET
  state = CASE WHEN doubt IS NULL THEN 'pending' ELSE 'check' END,
  next_at = CASE WHEN doubt IS NULL THEN CAST($3 AS BIGINT) ELSE CAST($4 AS BIGINT) END,
  lease = lease + 1,
  attempts = 0,
  reason = NULL,
  finished_at = NULL
WHERE workspace_id = $1 AND (key = $2 OR $2 IS NULL) AND state = 'failed' AND message <> 'null'

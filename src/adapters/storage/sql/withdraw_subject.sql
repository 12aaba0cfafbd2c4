-- What has failed stays failed, but is no longer to be tried again.
UPDATE outbox SET
  state = CASE WHEN state = 'pending' THEN 'skipped' ELSE state END,
  reason = CASE WHEN state = 'pending' THEN $3 ELSE reason END,
  finished_at = CASE WHEN state = 'pending' THEN $4 ELSE finished_at END,
  message = 'null'
WHERE workspace_id = $1 AND subject = $2 AND state IN ('pending', 'failed')

-- What has failed keeps its words for a while: an operator may mend what was in the way and have it tried again.
UPDATE outbox SET
  state = $4,
  message = CASE WHEN $4 = 'failed' THEN message ELSE 'null' END,
  reason = $5,
  finished_at = $6
WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND state IN ('sending', 'check')

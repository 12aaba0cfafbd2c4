UPDATE outbox SET
  state = 'sent', message = 'null', channel_id = $4, ts = $5, reason = NULL, finished_at = $6,
  look_again_at = CASE WHEN doubt IS NOT NULL THEN CAST($7 AS BIGINT) END
WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND state IN ('sending', 'check')

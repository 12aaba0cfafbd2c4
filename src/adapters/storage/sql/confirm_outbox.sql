UPDATE outbox SET
  state = 'sent', message = 'null', channel_id = $3, ts = $4, reason = NULL, finished_at = intent_at,
  look_again_at = CASE WHEN doubt IS NOT NULL THEN CAST($5 AS BIGINT) END
WHERE workspace_id = $1 AND id = $2 AND state IN ('sending', 'check')

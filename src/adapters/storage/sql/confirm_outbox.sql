UPDATE outbox SET state = 'sent', message = 'null', channel_id = $3, ts = $4, reason = NULL, finished_at = intent_at
WHERE workspace_id = $1 AND id = $2 AND state IN ('sending', 'check')

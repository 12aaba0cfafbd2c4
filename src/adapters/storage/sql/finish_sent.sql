UPDATE outbox SET state = 'sent', message = 'null', channel_id = $4, ts = $5, reason = NULL, finished_at = $6
WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND state IN ('sending', 'check')

UPDATE outbox SET state = $4, message = 'null', reason = $5, finished_at = $6
WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND state IN ('sending', 'check')

UPDATE outbox SET state = 'skipped', message = 'null', reason = $3, finished_at = $4
WHERE workspace_id = $1 AND key = $2 AND state IN ('pending', 'check', 'failed')

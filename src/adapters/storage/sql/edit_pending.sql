UPDATE outbox SET message = $3
WHERE workspace_id = $1 AND key = $2 AND (state = 'pending' OR (state = 'failed' AND message <> 'null'))

UPDATE outbox SET message = 'null'
WHERE workspace_id = $1 AND key = $2 AND state = 'failed'

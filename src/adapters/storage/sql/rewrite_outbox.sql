UPDATE outbox SET key = $3, root_key = $4, target = $5, message = $6
WHERE workspace_id = $1 AND id = $2

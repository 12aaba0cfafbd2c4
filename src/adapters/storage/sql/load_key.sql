SELECT key FROM outbox WHERE workspace_id = $1 AND id = $2

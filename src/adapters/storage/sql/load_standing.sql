SELECT state, channel_id, ts FROM outbox WHERE workspace_id = $1 AND id = $2

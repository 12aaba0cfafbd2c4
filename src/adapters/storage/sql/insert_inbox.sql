INSERT INTO inbox (workspace_id, dedup_key, reply, received_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, dedup_key) DO NOTHING

INSERT INTO channel (workspace_id, members, channel_id) VALUES ($1, $2, $3)
ON CONFLICT (workspace_id, members) DO UPDATE SET channel_id = excluded.channel_id

SELECT channel_id FROM channel WHERE workspace_id = $1 AND members = $2

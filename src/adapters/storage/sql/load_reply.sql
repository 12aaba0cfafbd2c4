SELECT reply FROM inbox WHERE workspace_id = $1 AND dedup_key = $2

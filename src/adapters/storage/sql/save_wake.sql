INSERT INTO wake (workspace_id, key, at, what) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, key) DO UPDATE SET at = excluded.at, what = excluded.what

INSERT INTO person (workspace_id, id, version, doc) VALUES ($1, $2, 1, $3)
ON CONFLICT (workspace_id, id) DO NOTHING

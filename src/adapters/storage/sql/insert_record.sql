INSERT INTO record (workspace_id, kind, id, since, open, doc, version) VALUES ($1, $2, $3, $4, $5, $6, 1)
ON CONFLICT (workspace_id, kind, id) DO NOTHING

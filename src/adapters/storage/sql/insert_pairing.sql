INSERT INTO pairing (workspace_id, id, slot, version, doc) VALUES ($1, $2, $3, 1, $4)
ON CONFLICT (workspace_id, id) DO NOTHING

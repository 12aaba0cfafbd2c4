INSERT INTO record_person (workspace_id, person_id, kind, record_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, person_id, kind, record_id) DO NOTHING

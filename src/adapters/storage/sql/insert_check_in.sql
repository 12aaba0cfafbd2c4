INSERT INTO check_in (workspace_id, pairing_id, person_id, version, doc) VALUES ($1, $2, $3, 1, $4)
ON CONFLICT (workspace_id, pairing_id, person_id) DO NOTHING

INSERT INTO pairing_member (workspace_id, person_id, pairing_id, slot) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING

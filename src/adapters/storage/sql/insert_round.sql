INSERT INTO round (workspace_id, id, program_id, slot, outcome, doc) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING

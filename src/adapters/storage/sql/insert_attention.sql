INSERT INTO attention (workspace_id, person_id, week, number, doc) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (workspace_id, person_id, week, number) DO NOTHING

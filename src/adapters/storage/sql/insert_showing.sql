INSERT INTO showing (workspace_id, person_id, prompt_id, shown_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING

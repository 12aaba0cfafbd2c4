-- An update of nothing locks the row, which a second process has to wait for.
INSERT INTO bucket (workspace_id, name, full_at, held_until, last_turn)
VALUES ($1, $2, 0, 0, 0)
ON CONFLICT (workspace_id, name) DO UPDATE SET name = excluded.name
RETURNING full_at, held_until, last_turn

INSERT INTO bucket (workspace_id, name, full_at, held_until, last_turn)
VALUES ($1, $2, 0, $3, 0)
ON CONFLICT (workspace_id, name) DO UPDATE SET
  held_until = CASE WHEN bucket.held_until < excluded.held_until THEN excluded.held_until ELSE bucket.held_until END

INSERT INTO outbox (
  id, workspace_id, key, target, message, kind, subject, person_id, root_key,
  urgency, not_before, expires, created_at, next_at, state, attempts, lease
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'pending', 0, 0)
ON CONFLICT (workspace_id, key) DO NOTHING

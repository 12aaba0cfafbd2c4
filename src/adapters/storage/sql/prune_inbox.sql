DELETE FROM inbox WHERE (workspace_id, dedup_key) IN (
  SELECT workspace_id, dedup_key FROM inbox WHERE received_at < $1 ORDER BY received_at LIMIT $2 + 0
)

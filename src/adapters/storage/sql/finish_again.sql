UPDATE outbox SET
  state = CASE WHEN doubt <> lease THEN 'check' ELSE 'pending' END,
  doubt = CASE WHEN doubt <> lease THEN doubt END,
  lease = lease + 1,
  next_at = $4,
  attempts = attempts - $5,
  reason = COALESCE($6, reason)
WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND state IN ('sending', 'check')

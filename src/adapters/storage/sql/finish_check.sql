UPDATE outbox SET
  state = 'check', doubt = COALESCE(doubt, lease), doubts = doubts + 1, doubted_at = $6, next_at = $4, reason = $5
WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND state IN ('sending', 'check')

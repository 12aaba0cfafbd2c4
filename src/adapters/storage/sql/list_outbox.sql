SELECT
  key, kind, state,
  COALESCE(finished_at, CASE WHEN state IN ('sending', 'check') THEN intent_at END, created_at) AS since,
  attempts, reason,
  CASE WHEN state IN ('pending', 'check') THEN next_at END AS next_time,
  CAST(CASE WHEN message = 'null' THEN 0 ELSE 1 END AS BIGINT) AS has_words
FROM outbox
WHERE workspace_id = $1
  AND (key = $2 OR state = $3 OR (COALESCE($2, $3) IS NULL AND state IN ('pending', 'sending', 'check', 'failed')))
ORDER BY seq
LIMIT $4 + 0

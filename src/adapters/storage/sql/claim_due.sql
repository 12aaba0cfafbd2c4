-- The urgent first (interactive is 0, bulk is 1), then as many of the others as there is room for: two walks along the
-- index of due rows. The state is looked at twice, since another writer may settle a row in between.
WITH urgent AS MATERIALIZED (
  SELECT due.seq FROM outbox AS due
  WHERE due.workspace_id = $1
    AND due.state IN ('pending', 'check')
    AND due.urgency = 0
    AND due.next_at <= $2
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS root
      WHERE root.workspace_id = due.workspace_id
        AND root.key = due.root_key
        AND root.state IN ('pending', 'sending', 'check')
    )
  ORDER BY due.next_at, due.seq
  LIMIT $3 + 0
), bulk AS MATERIALIZED (
  SELECT due.seq FROM outbox AS due
  WHERE due.workspace_id = $1
    AND due.state IN ('pending', 'check')
    AND due.urgency = 1
    AND due.next_at <= $2
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS root
      WHERE root.workspace_id = due.workspace_id
        AND root.key = due.root_key
        AND root.state IN ('pending', 'sending', 'check')
    )
  ORDER BY due.next_at, due.seq
  LIMIT (SELECT $3 - COUNT(*) FROM urgent)
)
UPDATE outbox SET
  state = 'sending',
  attempts = attempts + 1,
  lease = lease + 1,
  lease_until = $4,
  intent_at = $2,
  first_intent_at = COALESCE(first_intent_at, $2)
WHERE seq IN (SELECT seq FROM urgent UNION ALL SELECT seq FROM bulk) AND state IN ('pending', 'check')
RETURNING
  seq, id, key, target, message, urgency, next_at, expires, attempts, lease,
  CASE WHEN doubt IS NOT NULL THEN doubts END AS doubts, doubted_at, first_intent_at

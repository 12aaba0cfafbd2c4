-- The urgent first (interactive is 0, bulk is 1), then as many of the others as there is room for: two walks along the
-- index of due rows.
WITH urgent AS MATERIALIZED (
  SELECT due.seq FROM outbox AS due
  WHERE due.state IN ('pending', 'check')
    AND due.urgency = 0
    AND due.next_at <= $1
    AND EXISTS (SELECT 1 FROM workspace WHERE workspace.id = due.workspace_id AND workspace.access = 'granted')
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS root
      WHERE root.workspace_id = due.workspace_id
        AND root.key = due.root_key
        AND root.state IN ('pending', 'sending', 'check')
    )
  ORDER BY due.next_at, due.seq
  LIMIT $2 + 0
), bulk AS MATERIALIZED (
  SELECT due.seq FROM outbox AS due
  WHERE due.state IN ('pending', 'check')
    AND due.urgency = 1
    AND due.next_at <= $1
    AND EXISTS (SELECT 1 FROM workspace WHERE workspace.id = due.workspace_id AND workspace.access = 'granted')
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS root
      WHERE root.workspace_id = due.workspace_id
        AND root.key = due.root_key
        AND root.state IN ('pending', 'sending', 'check')
    )
  ORDER BY due.next_at, due.seq
  LIMIT (SELECT $2 - COUNT(*) FROM urgent)
)
UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease = lease + 1, intent_at = $1
WHERE seq IN (SELECT seq FROM urgent UNION ALL SELECT seq FROM bulk)
RETURNING seq, id, workspace_id, key, target, message, urgency, next_at, expires, attempts, lease

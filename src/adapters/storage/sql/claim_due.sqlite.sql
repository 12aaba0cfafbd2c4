UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease = lease + 1, intent_at = $2
WHERE seq IN (
  SELECT due.seq FROM outbox AS due
  WHERE due.state IN ('pending', 'check')
    AND due.urgency = $1
    AND due.next_at <= $2
    AND EXISTS (SELECT 1 FROM workspace WHERE workspace.id = due.workspace_id AND workspace.access = 'granted')
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS root
      WHERE root.workspace_id = due.workspace_id
        AND root.key = due.root_key
        AND root.state IN ('pending', 'sending', 'check')
    )
  ORDER BY due.next_at, due.seq
  LIMIT $3
)
RETURNING seq, id, workspace_id, key, target, message, urgency, next_at, expires, attempts, lease

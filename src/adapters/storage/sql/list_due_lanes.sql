SELECT workspace.id FROM workspace
WHERE workspace.access = 'granted'
  AND (
    EXISTS (
      SELECT 1 FROM outbox
      WHERE outbox.workspace_id = workspace.id
        AND outbox.state IN ('pending', 'check')
        AND outbox.urgency = 0
        AND outbox.next_at <= $1
    )
    OR EXISTS (
      SELECT 1 FROM outbox
      WHERE outbox.workspace_id = workspace.id
        AND outbox.state IN ('pending', 'check')
        AND outbox.urgency = 1
        AND outbox.next_at <= $1
    )
  )
ORDER BY workspace.id

SELECT
  (
    SELECT wake.at
    FROM wake
    JOIN workspace ON workspace.id = wake.workspace_id
    WHERE workspace.access = 'granted' OR wake.what = $1
    ORDER BY wake.at
    LIMIT 1
  ) AS wake,
  (
    SELECT outbox.next_at
    FROM outbox
    WHERE outbox.state IN ('pending', 'check')
      AND outbox.urgency = 0
      AND EXISTS (SELECT 1 FROM workspace WHERE workspace.id = outbox.workspace_id AND workspace.access = 'granted')
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS root
        WHERE root.workspace_id = outbox.workspace_id
          AND root.key = outbox.root_key
          AND root.state IN ('pending', 'sending', 'check')
      )
    ORDER BY outbox.next_at
    LIMIT 1
  ) AS urgent,
  (
    SELECT outbox.next_at
    FROM outbox
    WHERE outbox.state IN ('pending', 'check')
      AND outbox.urgency = 1
      AND EXISTS (SELECT 1 FROM workspace WHERE workspace.id = outbox.workspace_id AND workspace.access = 'granted')
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS root
        WHERE root.workspace_id = outbox.workspace_id
          AND root.key = outbox.root_key
          AND root.state IN ('pending', 'sending', 'check')
      )
    ORDER BY outbox.next_at
    LIMIT 1
  ) AS bulk

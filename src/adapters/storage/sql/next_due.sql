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
    SELECT MIN(lane.at)
    FROM (
      SELECT (
        SELECT outbox.next_at
        FROM outbox
        WHERE outbox.workspace_id = workspace.id
          AND outbox.state IN ('pending', 'check')
          AND outbox.urgency = urgency.rank
          AND NOT EXISTS (
            SELECT 1 FROM outbox AS root
            WHERE root.workspace_id = outbox.workspace_id
              AND root.key = outbox.root_key
              AND root.state IN ('pending', 'sending', 'check')
          )
        ORDER BY outbox.next_at
        LIMIT 1
      ) AS at
      FROM workspace
      CROSS JOIN (SELECT 0 AS rank UNION ALL SELECT 1) AS urgency
      WHERE workspace.access = 'granted'
    ) AS lane
  ) AS message,
  (
    SELECT MIN(outbox.look_again_at)
    FROM outbox
    JOIN workspace ON workspace.id = outbox.workspace_id
    WHERE outbox.look_again_at IS NOT NULL AND workspace.access = 'granted'
  ) AS repair

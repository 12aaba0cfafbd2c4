-- `members` is how the people of a message are written in `channel`; whatever goes elsewhere finds nobody there.
WITH waiting AS (
  SELECT
    workspace_id, state, not_before, next_at, target,
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(target, '"', ''), '{direct:', ''), '{group:[', ''), ']', ''), '}', '') AS members
  FROM outbox
  WHERE state IN ('pending', 'check')
)
SELECT
  waiting.workspace_id, waiting.state,
  COUNT(*) AS amount,
  MIN(CASE WHEN not_before <= $1 THEN not_before END) AS oldest,
  COUNT(CASE WHEN next_at <= $1 AND target NOT LIKE '{"edit"%' THEN 1 END) AS posts,
  COUNT(DISTINCT CASE
    WHEN next_at <= $1 AND channel_id IS NULL AND (target LIKE '{"direct"%' OR target LIKE '{"group"%') THEN waiting.members
  END) AS opens,
  COUNT(CASE WHEN next_at <= $1 AND target LIKE '{"edit"%' THEN 1 END) AS edits
FROM waiting
LEFT JOIN channel ON channel.workspace_id = waiting.workspace_id AND channel.members = waiting.members
GROUP BY waiting.workspace_id, waiting.state
UNION ALL
SELECT workspace_id, 'sending', COUNT(*), MIN(not_before), 0, 0, 0
FROM outbox
WHERE state = 'sending'
GROUP BY workspace_id
UNION ALL
SELECT workspace_id, 'failed', COUNT(*), NULL, 0, 0, 0
FROM outbox
WHERE state = 'failed'
GROUP BY workspace_id

SELECT outbox.id, outbox.workspace_id, outbox.key, outbox.target, outbox.channel_id, outbox.ts, outbox.extra_ts,
  outbox.first_intent_at
FROM outbox
JOIN workspace ON workspace.id = outbox.workspace_id
WHERE outbox.look_again_at <= $1 AND workspace.access = 'granted'
ORDER BY outbox.look_again_at, outbox.seq
LIMIT $2 + 0

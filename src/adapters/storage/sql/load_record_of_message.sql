SELECT record.version, record.doc
FROM outbox
JOIN record ON record.workspace_id = outbox.workspace_id AND record.id = outbox.subject
WHERE outbox.workspace_id = $1 AND outbox.channel_id = $2 AND outbox.ts = $3
ORDER BY outbox.seq
LIMIT 1

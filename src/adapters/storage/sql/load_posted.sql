SELECT channel_id, ts FROM outbox
WHERE workspace_id = $1 AND key = $2 AND state = 'sent' AND channel_id IS NOT NULL AND ts IS NOT NULL

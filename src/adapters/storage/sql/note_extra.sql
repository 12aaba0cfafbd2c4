UPDATE outbox SET extra_ts = $4, look_again_at = $5
WHERE workspace_id = $1 AND id = $2 AND state = 'sent' AND channel_id = $3 AND ts <> $4

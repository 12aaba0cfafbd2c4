UPDATE outbox SET state = 'check', doubt = COALESCE(doubt, lease), next_at = $1, reason = 'interrupted'
WHERE state = 'sending'

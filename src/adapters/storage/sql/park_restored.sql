UPDATE outbox SET state = 'failed', reason = 'restored', finished_at = $1
WHERE state IN ('pending', 'sending', 'check') AND (next_at <= $1 OR created_at >= $2)

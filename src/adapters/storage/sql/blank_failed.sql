UPDATE outbox SET message = 'null'
WHERE state = 'failed' AND message <> 'null' AND finished_at < $1

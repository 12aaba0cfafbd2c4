UPDATE outbox SET lease_until = 0 WHERE state = 'sending'

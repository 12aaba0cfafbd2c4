-- A sender that is gone again and again is brought down by the row itself, so that the row is parked.
UPDATE outbox SET
  state = CASE WHEN crashes + 1 >= $3 THEN 'failed' ELSE 'check' END,
  finished_at = CASE WHEN crashes + 1 >= $3 THEN CAST($4 AS BIGINT) END,
  reason = CASE WHEN crashes + 1 >= $3 THEN 'crashes' ELSE 'interrupted' END,
  crashes = crashes + 1,
  doubt = COALESCE(doubt, lease),
  doubts = doubts + 1,
  doubted_at = $4,
  next_at = $1
WHERE state = 'sending' AND COALESCE(lease_until, intent_at + 120000) <= $2

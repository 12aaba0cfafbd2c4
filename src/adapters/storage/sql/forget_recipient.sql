UPDATE outbox SET
  person_id = NULL,
  channel_id = CASE WHEN $5 = 1 THEN NULL ELSE channel_id END,
  ts = CASE WHEN $5 = 1 THEN NULL ELSE ts END,
  state = CASE WHEN state IN ('pending', 'sending', 'check') THEN 'skipped' ELSE state END,
  reason = CASE WHEN state IN ('pending', 'sending', 'check') THEN $3 ELSE reason END,
  finished_at = CASE WHEN state IN ('pending', 'sending', 'check') THEN $4 ELSE finished_at END
WHERE workspace_id = $1 AND id = $2

-- Only what the pair reads together: a mark on a private check-in is an answer to nobody but us.
SELECT pairing.version, pairing.doc
FROM outbox
JOIN pairing ON pairing.workspace_id = outbox.workspace_id AND pairing.id = outbox.subject
WHERE outbox.workspace_id = $1 AND outbox.channel_id = $2 AND outbox.ts = $3
  AND outbox.kind NOT IN ('check_in', 'check_in_answered')
ORDER BY outbox.seq
LIMIT 1

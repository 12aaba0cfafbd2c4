SELECT pairing.version, pairing.doc
FROM outbox
JOIN pairing ON pairing.workspace_id = outbox.workspace_id AND pairing.id = outbox.pairing_id
WHERE outbox.workspace_id = $1 AND outbox.channel_id = $2 AND outbox.ts = $3
ORDER BY outbox.seq
LIMIT 1

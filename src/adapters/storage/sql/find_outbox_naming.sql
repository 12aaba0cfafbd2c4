SELECT outbox.id, outbox.key, outbox.root_key, outbox.state, outbox.target, outbox.message,
  CAST(CASE WHEN outbox.person_id = $2 OR root.person_id = $2 THEN 1 ELSE 0 END AS BIGINT) AS private
FROM outbox
LEFT JOIN outbox AS root ON root.workspace_id = outbox.workspace_id AND root.key = outbox.root_key
WHERE outbox.workspace_id = $1
  AND (
    outbox.person_id = $2
    OR root.person_id = $2
    OR outbox.key LIKE $3 ESCAPE '!'
    OR outbox.root_key LIKE $3 ESCAPE '!'
    OR outbox.target LIKE $3 ESCAPE '!'
    OR outbox.message LIKE $3 ESCAPE '!'
  )
ORDER BY outbox.seq

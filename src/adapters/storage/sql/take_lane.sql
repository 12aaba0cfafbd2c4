INSERT INTO lane (workspace_id, holder, token, until)
VALUES ($1, $2, 1, $3)
ON CONFLICT (workspace_id) DO UPDATE SET
  token = lane.token + CASE WHEN lane.holder = $2 THEN 0 ELSE 1 END,
  holder = $2,
  until = $3
WHERE lane.holder = $2 OR lane.until <= $4

UPDATE outbox SET
  ts = COALESCE($3, ts),
  repairs = repairs + $4,
  extra_ts = CASE WHEN CAST($5 AS BIGINT) IS NOT NULL THEN extra_ts END,
  look_again_at = $5
WHERE workspace_id = $1 AND id = $2

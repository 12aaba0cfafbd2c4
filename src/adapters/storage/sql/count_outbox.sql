SELECT state, CASE WHEN state IN ('failed', 'skipped') THEN reason END AS why, COUNT(*) AS amount
FROM outbox
WHERE workspace_id = $1
GROUP BY 1, 2
ORDER BY 1, 2

SELECT wake.workspace_id, wake.key, wake.at, wake.what
FROM wake
JOIN workspace ON workspace.id = wake.workspace_id
WHERE wake.at <= $1 AND (workspace.access = 'granted' OR wake.what = $2)
ORDER BY wake.at, wake.workspace_id, wake.key
LIMIT $3 + 0

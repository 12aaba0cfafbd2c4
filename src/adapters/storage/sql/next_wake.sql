SELECT wake.at
FROM wake
JOIN workspace ON workspace.id = wake.workspace_id
WHERE workspace.access = 'granted' OR wake.what = $1
ORDER BY wake.at
LIMIT 1

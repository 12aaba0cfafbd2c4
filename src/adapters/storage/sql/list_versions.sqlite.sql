SELECT id, version FROM person
WHERE workspace_id = $1 AND id IN (SELECT value FROM json_each($2))

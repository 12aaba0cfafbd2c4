SELECT key, at, what FROM wake WHERE workspace_id = $1 AND (key LIKE $2 ESCAPE '!' OR what LIKE $2 ESCAPE '!')

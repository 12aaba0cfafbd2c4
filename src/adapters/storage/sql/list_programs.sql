SELECT version, doc FROM program WHERE workspace_id = $1 ORDER BY id

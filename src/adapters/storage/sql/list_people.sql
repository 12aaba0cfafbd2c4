SELECT version, doc FROM person WHERE workspace_id = $1 ORDER BY id

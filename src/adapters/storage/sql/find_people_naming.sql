SELECT version, doc FROM person WHERE workspace_id = $1 AND doc LIKE $2 ESCAPE '!' ORDER BY id

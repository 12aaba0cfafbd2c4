SELECT version, doc FROM record WHERE workspace_id = $1 AND doc LIKE $2 ESCAPE '!' ORDER BY kind, id

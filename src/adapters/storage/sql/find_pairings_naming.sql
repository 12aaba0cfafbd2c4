SELECT version, doc FROM pairing WHERE workspace_id = $1 AND doc LIKE $2 ESCAPE '!' ORDER BY id

SELECT version, doc FROM pairing WHERE workspace_id = $1 AND slot >= $2 ORDER BY id

SELECT version, doc FROM pairing WHERE workspace_id = $1 AND id = $2

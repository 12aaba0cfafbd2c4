SELECT version, doc FROM record WHERE workspace_id = $1 AND kind = $2 AND id = $3

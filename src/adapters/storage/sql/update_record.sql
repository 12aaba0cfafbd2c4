UPDATE record SET version = version + 1, open = $5, doc = $6
WHERE workspace_id = $1 AND kind = $2 AND id = $3 AND version = $4

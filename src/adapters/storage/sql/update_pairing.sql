UPDATE pairing SET version = version + 1, slot = $4, doc = $5 WHERE workspace_id = $1 AND id = $2 AND version = $3

UPDATE program SET version = version + 1, doc = $4 WHERE workspace_id = $1 AND id = $2 AND version = $3

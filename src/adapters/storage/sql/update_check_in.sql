UPDATE check_in SET version = version + 1, doc = $5
WHERE workspace_id = $1 AND pairing_id = $2 AND person_id = $3 AND version = $4

SELECT version, doc FROM check_in WHERE workspace_id = $1 AND pairing_id = $2 AND person_id = $3

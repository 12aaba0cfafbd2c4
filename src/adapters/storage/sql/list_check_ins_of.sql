SELECT version, doc FROM check_in WHERE workspace_id = $1 AND person_id = $2 ORDER BY pairing_id

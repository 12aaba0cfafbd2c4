DELETE FROM wake WHERE workspace_id = $1 AND key = $2

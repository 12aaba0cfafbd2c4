DELETE FROM person WHERE workspace_id = $1 AND id = $2

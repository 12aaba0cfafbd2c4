SELECT doc FROM round WHERE workspace_id = $1 AND id = $2

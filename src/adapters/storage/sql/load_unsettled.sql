SELECT seq FROM outbox WHERE workspace_id = $1 AND id = $2 AND state IN ('sending', 'check')

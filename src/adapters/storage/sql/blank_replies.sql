UPDATE inbox SET reply = $2 WHERE workspace_id = $1 AND reply <> $2 AND dedup_key <> $3

DELETE FROM record_person WHERE workspace_id = $1 AND kind = $2 AND record_id = $3

DELETE FROM org_facts WHERE workspace_id = $1 AND person_id = $2

SELECT doc FROM org_facts WHERE workspace_id = $1 ORDER BY person_id

SELECT doc FROM org_facts WHERE workspace_id = $1 AND manager_id = $2 ORDER BY person_id

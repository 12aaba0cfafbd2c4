INSERT INTO org_facts (workspace_id, person_id, manager_id, doc) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, person_id) DO UPDATE SET manager_id = excluded.manager_id, doc = excluded.doc

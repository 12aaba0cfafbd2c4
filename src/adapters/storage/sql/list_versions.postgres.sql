SELECT person.id, person.version
FROM jsonb_array_elements_text($2::jsonb) AS wanted (id)
CROSS JOIN LATERAL (
  SELECT id, version FROM person WHERE workspace_id = $1 AND person.id = wanted.id FOR SHARE
) AS person

SELECT version, doc FROM person
WHERE workspace_id = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9)
ORDER BY id

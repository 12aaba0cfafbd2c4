SELECT id, version FROM person
WHERE workspace_id = $1 AND id IN (SELECT jsonb_array_elements_text($2::jsonb))
ORDER BY id
FOR SHARE

SELECT person_id, prompt_id, shown_at FROM showing
WHERE workspace_id = $1 AND person_id = $2
ORDER BY prompt_id, shown_at

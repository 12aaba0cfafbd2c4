SELECT person_id, prompt_id, shown_at FROM showing
WHERE workspace_id = $1
ORDER BY person_id, prompt_id, shown_at

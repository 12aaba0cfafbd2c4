UPDATE bucket SET full_at = $3, held_until = $4, last_turn = $5
WHERE workspace_id = $1 AND name = $2

SELECT doc FROM round
WHERE workspace_id = $1 AND program_id = $2 AND outcome = 'held'
ORDER BY slot DESC
LIMIT $3 + 0

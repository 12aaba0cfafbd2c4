SELECT doc FROM round
WHERE workspace_id = $1 AND program_id = $2 AND outcome = 'held' AND slot < $3
ORDER BY slot DESC
LIMIT $4 + 0

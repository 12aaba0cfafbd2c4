SELECT doc FROM attention WHERE workspace_id = $1 AND person_id = $2 AND week >= $3 ORDER BY week, number

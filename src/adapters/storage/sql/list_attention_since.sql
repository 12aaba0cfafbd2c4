SELECT doc FROM attention WHERE workspace_id = $1 AND week >= $2 ORDER BY week, person_id, number

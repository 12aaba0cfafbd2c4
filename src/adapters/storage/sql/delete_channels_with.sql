DELETE FROM channel WHERE workspace_id = $1 AND ',' || members || ',' LIKE $2 ESCAPE '!'

DELETE FROM workspace WHERE id = $1

SELECT doc FROM workspace WHERE id = $1

SELECT doc FROM workspace ORDER BY id

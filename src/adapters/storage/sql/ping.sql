SELECT COUNT(*) FROM workspace

INSERT INTO workspace (id, access, doc) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET access = excluded.access, doc = excluded.doc

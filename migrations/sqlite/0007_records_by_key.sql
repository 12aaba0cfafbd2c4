-- With the same columns in front as the primary key, this index was as good as that to a planner that knows nothing of the
-- table yet, and each record's people were then looked for among all records of its kind.
DROP INDEX record_since;
CREATE INDEX record_since ON record (workspace_id, since, kind);

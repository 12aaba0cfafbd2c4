SELECT record.version, record.doc
FROM record_person AS person
JOIN record ON record.workspace_id = person.workspace_id
  AND record.kind = person.kind
  AND record.id = person.record_id
WHERE person.workspace_id = $1 AND person.person_id = $2
ORDER BY record.since DESC, record.id

SELECT check_in.version, check_in.doc
FROM pairing
JOIN check_in ON check_in.workspace_id = pairing.workspace_id AND check_in.pairing_id = pairing.id
WHERE pairing.workspace_id = $1 AND pairing.slot >= $2
ORDER BY check_in.pairing_id, check_in.person_id

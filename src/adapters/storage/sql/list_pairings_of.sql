SELECT pairing.version, pairing.doc
FROM pairing_member AS member
JOIN pairing ON pairing.workspace_id = member.workspace_id AND pairing.id = member.pairing_id
WHERE member.workspace_id = $1 AND member.person_id = $2
ORDER BY member.slot DESC, member.pairing_id DESC
LIMIT $3 + 0

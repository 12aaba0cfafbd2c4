DELETE FROM pairing_member WHERE workspace_id = $1 AND pairing_id = $2

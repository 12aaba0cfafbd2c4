SELECT workspace_id, name, held_until FROM bucket WHERE held_until > 0

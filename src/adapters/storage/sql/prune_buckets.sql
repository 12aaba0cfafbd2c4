DELETE FROM bucket WHERE full_at < $1 AND held_until < $1 AND last_turn < $1

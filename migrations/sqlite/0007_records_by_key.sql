-- Only Postgres mistakes this index for the key, see there. Here it stays as it is: if it began with the time, it would be
-- taken for the way to somebody's newest records, past those of everybody.
SELECT 1;

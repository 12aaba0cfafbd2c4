-- The lowest migration that a release has to know to run on these tables; one that knows less refuses to start. Only a
-- migration that takes something away raises it.
CREATE TABLE compatibility (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    oldest BIGINT NOT NULL
);
INSERT INTO compatibility (one, oldest) VALUES (1, 5);

-- What the organisation says of people, those who never joined included. `manager_id` repeats what is in `doc`, so that
-- whoever reports to somebody can be found when that person asks to be forgotten.
CREATE TABLE org_facts (
    workspace_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    manager_id TEXT COLLATE "C",
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
);
CREATE INDEX org_facts_manager ON org_facts (workspace_id, manager_id) WHERE manager_id IS NOT NULL;

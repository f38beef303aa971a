-- What a team shares beside the messages: notes that never leave, and whose a case is.

CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX note_of_conversation ON note (conversation_id, id);

ALTER TABLE cases ADD COLUMN assigned TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_assigned ON cases (assigned, conversation_id)
    WHERE assigned <> '' AND status NOT IN ('resolved', 'closed');

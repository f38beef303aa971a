-- Topics in a group of the people who answer: one a conversation, with what it shows by now as a document.

CREATE TABLE desk_topic (
    place TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    thread BIGINT NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    PRIMARY KEY (place, conversation_id)
);
CREATE UNIQUE INDEX desk_topic_thread ON desk_topic (place, thread) WHERE thread > 0;
CREATE INDEX desk_topic_open ON desk_topic (place, conversation_id) WHERE closed = 0;

-- Where a person wrote a line, so that it is not shown there again.
ALTER TABLE transcript ADD COLUMN written_at TEXT NOT NULL DEFAULT '';

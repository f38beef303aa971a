-- Promises made to customers and what became of them; how long customers waited; who a task is for.

CREATE TABLE promise (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    step BIGINT NOT NULL DEFAULT 0,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    ended_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX promise_open ON promise (conversation_id) WHERE state = 'open';
CREATE INDEX promise_made ON promise (made_at);

INSERT INTO promise (conversation_id, case_id, step, made_at, due_at)
SELECT f.conversation_id, c.case_id, MIN(f.step), k.opened_at, MIN(f.at)
FROM followup f JOIN conversation c ON c.id = f.conversation_id JOIN cases k ON k.id = c.case_id
WHERE f.kind = 'promise' GROUP BY f.conversation_id;

-- One row a wait: from the first message without an answer until it has one.
CREATE TABLE response (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    any_at BIGINT NOT NULL DEFAULT 0,
    answer_at BIGINT NOT NULL DEFAULT 0,
    answered_by TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX response_open ON response (conversation_id) WHERE answer_at = 0;
CREATE INDEX response_since ON response (since);

INSERT INTO response (conversation_id, since)
SELECT id, unanswered_since FROM conversation WHERE unanswered_since > 0;

ALTER TABLE cases ADD COLUMN answered_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN people TEXT NOT NULL DEFAULT '[]';

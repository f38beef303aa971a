-- What waits for a person's word before it is sent, and what became of it; one draft a conversation is open.

CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    surface TEXT NOT NULL,
    intent TEXT NOT NULL DEFAULT '',
    confidence BIGINT NOT NULL DEFAULT 0, -- in thousandths
    template TEXT NOT NULL DEFAULT '',
    variant BIGINT NOT NULL DEFAULT 0,
    proposal TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    made_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL DEFAULT 0,
    ended_by TEXT NOT NULL DEFAULT '',
    refusal TEXT NOT NULL DEFAULT '',
    said TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX draft_open ON draft (conversation_id) WHERE state = 'open';
CREATE INDEX draft_made ON draft (made_at);

-- How far an intent has come on a channel and a surface, for each band of confidence (a tenth, by its lower
-- end times ten): how often in a row it was approved as it stood, and since when it answers by itself (0: not).
CREATE TABLE approval (
    channel TEXT NOT NULL,
    surface TEXT NOT NULL,
    intent TEXT NOT NULL,
    band BIGINT NOT NULL,
    approved BIGINT NOT NULL DEFAULT 0,
    automatic_since BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, surface, intent, band)
);

-- Every step of it, for ever: what happened, by whom, in which conversation.
CREATE TABLE approval_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    surface TEXT NOT NULL,
    intent TEXT NOT NULL,
    band BIGINT NOT NULL,
    what TEXT NOT NULL,
    done_by TEXT NOT NULL DEFAULT '',
    conversation_id BIGINT NOT NULL DEFAULT 0,
    approved BIGINT NOT NULL DEFAULT 0,
    at BIGINT NOT NULL
);
CREATE INDEX approval_step_at ON approval_step (at);

-- Whether an answer solved it, as the customer says: one row a case, '' until they have said it.
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    template TEXT NOT NULL,
    variant BIGINT NOT NULL DEFAULT 0,
    language TEXT NOT NULL DEFAULT '',
    asked_at BIGINT NOT NULL,
    solved TEXT NOT NULL DEFAULT '',
    answered_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX feedback_asked ON feedback (asked_at);

-- What people teach from: the decisions that left a question to a person; what they said is no question for us.

CREATE INDEX decision_unanswered ON decision (at, id) WHERE rule IN ('hand_off', 'off_hours', 'clarify');

CREATE TABLE dismissed (
    digest TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

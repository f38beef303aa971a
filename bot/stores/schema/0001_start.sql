-- The first schema. Times are milliseconds since 1970 UTC, 0 for "none"; documents are JSON.
-- AUTOINCREMENT where a number must never be used twice, even after its row is gone.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    surface TEXT NOT NULL,
    contact TEXT NOT NULL,
    state TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL DEFAULT '',
    case_id BIGINT NOT NULL DEFAULT 0,
    last_text TEXT NOT NULL DEFAULT '',
    last_at BIGINT NOT NULL DEFAULT 0,
    unanswered_since BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    UNIQUE (channel, account, key)
);
CREATE INDEX conversation_lately ON conversation (last_at);

CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    status TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    intent TEXT NOT NULL DEFAULT '',
    topic TEXT NOT NULL DEFAULT '',
    priority TEXT NOT NULL DEFAULT 'normal',
    reason TEXT NOT NULL DEFAULT '',
    previous BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX cases_of_conversation ON cases (conversation_id);
CREATE INDEX cases_for_people ON cases (conversation_id) WHERE status IN ('waiting_for_agent', 'with_agent');

CREATE TABLE inbound (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    event_key TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    done_at BIGINT NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT '',
    UNIQUE (channel, account, event_key)
);
CREATE INDEX inbound_waiting ON inbound (conversation_id, id) WHERE done = 0;

CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    event_key TEXT NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (channel, account, event_key)
);

-- Only the head of a conversation (its oldest row queued or sending) may be claimed.
CREATE TABLE outbound (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    purpose TEXT NOT NULL,
    automatic INTEGER NOT NULL,
    letter TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'queued',
    head INTEGER NOT NULL DEFAULT 0,
    revoked INTEGER NOT NULL DEFAULT 0,
    not_before BIGINT NOT NULL,
    attempt BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    first_attempt_at BIGINT NOT NULL DEFAULT 0,
    platform_id TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    replaced_by BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    settled_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outbound_due ON outbound (channel, account, not_before, id) WHERE head = 1 AND status = 'queued';
CREATE INDEX outbound_live ON outbound (conversation_id, id) WHERE status IN ('queued', 'sending');
CREATE INDEX outbound_sending ON outbound (lease_until) WHERE status = 'sending';
CREATE INDEX outbound_failed ON outbound (conversation_id, id) WHERE status IN ('refused', 'unknown');

CREATE TABLE followup (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    step BIGINT NOT NULL DEFAULT 0,
    at BIGINT NOT NULL
);
CREATE INDEX followup_due ON followup (at);
CREATE INDEX followup_of_conversation ON followup (conversation_id);

CREATE TABLE transcript (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL DEFAULT '',
    buttons TEXT NOT NULL DEFAULT '[]',
    at BIGINT NOT NULL
);
CREATE INDEX transcript_of_conversation ON transcript (conversation_id, n);

CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL,
    rule TEXT NOT NULL,
    outcome TEXT NOT NULL,
    why TEXT NOT NULL,
    inbound TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX decision_of_conversation ON decision (conversation_id, id);

CREATE TABLE task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id BIGINT NOT NULL DEFAULT 0,
    outbound_id BIGINT NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    priority TEXT NOT NULL DEFAULT 'normal',
    created_at BIGINT NOT NULL,
    done_at BIGINT NOT NULL DEFAULT 0,
    done_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX task_open ON task (conversation_id, id) WHERE done_at = 0;
CREATE INDEX task_of_outbound ON task (outbound_id) WHERE outbound_id > 0;

CREATE TABLE cursor (
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    value TEXT NOT NULL,
    moved_at BIGINT NOT NULL,
    PRIMARY KEY (channel, account)
);

-- One row for an account (conversation_id 0) and one for each conversation that has a rate of its own.
CREATE TABLE bucket (
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT '{}',
    free_at BIGINT NOT NULL DEFAULT 0,
    paused_until BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, account, conversation_id)
);


CREATE TABLE token (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Incidents: what was suggested, what people said of it, which conversations belong to it; and what customers
-- wrote about lately, by which bursts are known.

CREATE TABLE incident (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    key TEXT NOT NULL DEFAULT '',
    said TEXT NOT NULL DEFAULT '{}',
    evidence TEXT NOT NULL DEFAULT '{}',
    number BIGINT NOT NULL DEFAULT 0,
    began_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX incident_open ON incident (id) WHERE status = 'open';
CREATE INDEX incident_suggested ON incident (id) WHERE status = 'suggested';
CREATE INDEX incident_past ON incident (id) WHERE status IN ('closed', 'dismissed', 'expired');

-- Every word of a person's about an incident, for ever: number 1 opens it.
CREATE TABLE incident_word (
    incident_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    status TEXT NOT NULL,
    said TEXT NOT NULL,
    by TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (incident_id, number, status)
);

-- `behind`: the latest word has not become an event of the conversation yet; `told` is the word it has heard.
CREATE TABLE attachment (
    incident_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    behind INTEGER NOT NULL DEFAULT 0,
    told BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (incident_id, conversation_id)
);
CREATE INDEX attachment_behind ON attachment (incident_id, conversation_id) WHERE behind = 1;

CREATE TABLE report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inbound_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    intent TEXT NOT NULL,
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    place TEXT NOT NULL,
    addressed INTEGER NOT NULL,
    hour BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX report_lately ON report (at);
CREATE INDEX report_of_person ON report (person, hour, intent);

-- How many people wrote about an intent in an hour ('' is none that is known, '*' any).
CREATE TABLE tally (
    intent TEXT NOT NULL,
    hour BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (intent, hour)
);
CREATE INDEX tally_of_hour ON tally (hour);

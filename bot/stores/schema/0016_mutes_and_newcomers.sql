-- Contacts to whom the bot says nothing for a while, at a person's word; a mute that was lifted stays written down.

CREATE TABLE mute (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    contact TEXT NOT NULL,
    agent TEXT NOT NULL,
    reason TEXT NOT NULL,
    until BIGINT NOT NULL,
    at BIGINT NOT NULL,
    lifted_by TEXT NOT NULL DEFAULT '',
    lifted_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mute_of_contact ON mute (channel, account, contact, id);

-- When each contact first wrote in public. Those who did before today are known as of old.

CREATE TABLE newcomer (
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    contact TEXT NOT NULL,
    conversation_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (channel, account, contact)
);
CREATE INDEX newcomer_lately ON newcomer (channel, account, at);
INSERT INTO newcomer (channel, account, contact, conversation_id, at)
    SELECT channel, account, json_extract(contact, '$.id'), MIN(id), MIN(created_at) FROM conversation
    WHERE surface = 'public' GROUP BY channel, account, json_extract(contact, '$.id');

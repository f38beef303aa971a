-- One case in several conversations of one person: a row a conversation that has part in it. What a case that
-- was put with another had to say is said there; `joined` is the row of that other one.

CREATE TABLE shared (
    case_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    PRIMARY KEY (case_id, conversation_id)
);
ALTER TABLE cases ADD COLUMN joined BIGINT NOT NULL DEFAULT 0;

-- Whose a conversation is, to find all that one person has.

ALTER TABLE conversation ADD COLUMN contact_id TEXT NOT NULL DEFAULT '';
UPDATE conversation SET contact_id = coalesce(json_extract(contact, '$.id'), '');
CREATE INDEX conversation_of_contact ON conversation (channel, account, contact_id);

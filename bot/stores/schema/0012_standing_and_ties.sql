-- Where a case stands among those that wait for a person, what of its customer's words counts, and on which
-- facts it rests. What waits already stands where it stood: eight hours ahead where it is urgent.

ALTER TABLE cases ADD COLUMN signals TEXT NOT NULL DEFAULT '{}';
ALTER TABLE cases ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN facts TEXT NOT NULL DEFAULT '[]';
UPDATE cases SET place = (
    SELECT CASE WHEN c.unanswered_since > 0 THEN c.unanswered_since ELSE c.last_at END
           - CASE WHEN cases.priority = 'high' THEN 28800000 ELSE 0 END
    FROM conversation c WHERE c.case_id = cases.id)
WHERE status IN ('waiting_for_agent', 'with_agent')
  AND EXISTS (SELECT 1 FROM conversation c WHERE c.case_id = cases.id AND c.last_at > 28800000);

-- Contacts on two channels that are one person by their own word, a row each way; and the secret that the links
-- are made with by which a customer is known elsewhere.

CREATE TABLE tie (
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    contact TEXT NOT NULL,
    other_channel TEXT NOT NULL,
    other_account TEXT NOT NULL,
    other_contact TEXT NOT NULL,
    case_id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (channel, account, contact, other_channel, other_account, other_contact)
);
INSERT INTO meta (name, value) VALUES ('link_secret', lower(hex(randomblob(32))));

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

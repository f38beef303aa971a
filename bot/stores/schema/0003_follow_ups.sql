-- What is due, the most urgent first and the oldest first in each; the expression is `followups.URGENCY`.
CREATE INDEX followup_urgent ON followup
    ((CASE kind WHEN 'promise' THEN 0 WHEN 'reassure' THEN 1 ELSE 2 END), at, id);

-- What is being sent, in the order of its numbers: by its lease alone, looking for doubts read every message.
DROP INDEX outbound_sending;
CREATE INDEX outbound_sending ON outbound (status, id) WHERE status = 'sending';

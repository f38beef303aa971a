-- What may be sent, the most urgent first and the oldest first in each; the numbers are `model.message.Urgency`.

ALTER TABLE outbound ADD COLUMN urgency INTEGER NOT NULL DEFAULT 2;
UPDATE outbound SET urgency = CASE WHEN automatic = 0 THEN 0 ELSE 3 END
WHERE status IN ('queued', 'sending') AND (automatic = 0 OR purpose = 'follow_up');
CREATE INDEX outbound_urgent ON outbound (channel, account, urgency, not_before, id)
    WHERE head = 1 AND status = 'queued';

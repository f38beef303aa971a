-- What became of a message that was sent: changed, or taken back; and the files that went with it.

ALTER TABLE transcript ADD COLUMN outbound_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE transcript ADD COLUMN platform_id TEXT NOT NULL DEFAULT '';
ALTER TABLE transcript ADD COLUMN media TEXT NOT NULL DEFAULT '[]';
ALTER TABLE transcript ADD COLUMN revision TEXT NOT NULL DEFAULT '';
ALTER TABLE transcript ADD COLUMN before TEXT NOT NULL DEFAULT '';
ALTER TABLE transcript ADD COLUMN revised_by TEXT NOT NULL DEFAULT '';
ALTER TABLE transcript ADD COLUMN revised_at BIGINT NOT NULL DEFAULT 0;
-- The number of the line that this one only tells the end of; such a line is no message.
ALTER TABLE transcript ADD COLUMN revises BIGINT NOT NULL DEFAULT 0;
CREATE INDEX transcript_of_outbound ON transcript (outbound_id) WHERE outbound_id > 0;

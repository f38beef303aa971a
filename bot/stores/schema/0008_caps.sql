-- Whom the public messages were for and in which thread, so that what one person or one thread has had can be
-- counted; "" in private. A task can be about all that one author wrote.

ALTER TABLE outbound ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE outbound ADD COLUMN thread TEXT NOT NULL DEFAULT '';
CREATE INDEX outbound_of_contact ON outbound (channel, account, contact, settled_at) WHERE contact <> '';
CREATE INDEX outbound_of_thread ON outbound (channel, account, thread, id) WHERE thread <> '';

ALTER TABLE task ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN messages BIGINT NOT NULL DEFAULT 0;
CREATE INDEX task_of_author ON task (author) WHERE author <> '' AND done_at = 0;

-- The lists of the desk cost what they show, however much is stored.

CREATE INDEX conversation_of_agent ON conversation (agent, id) WHERE agent <> '';
CREATE INDEX outbound_withdrawn ON outbound (conversation_id, id) WHERE status = 'withdrawn' AND automatic = 1;

-- What the report reads: the decisions of some days, and what was said in them.

CREATE INDEX decision_at ON decision (at, id);
CREATE INDEX transcript_at ON transcript (at, n);
CREATE INDEX decision_overheard ON decision (at, id) WHERE rule = 'overheard';

-- The desk's page of promises: what is open by its time, the others by when they ended.

CREATE INDEX promise_due ON promise (due_at, id) WHERE state = 'open';
CREATE INDEX promise_ended ON promise (state, ended_at, id) WHERE ended_at > 0;

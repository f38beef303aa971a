-- What stops sending: the switch, a row each time it is pulled, and what stopped an account by itself.

CREATE TABLE stop (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    scope TEXT NOT NULL,
    pulled_by TEXT NOT NULL,
    why TEXT NOT NULL,
    at BIGINT NOT NULL,
    released_at BIGINT NOT NULL DEFAULT 0,
    released_by TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX stop_holding ON stop (source, scope) WHERE released_at = 0;

-- One row an account. `cause` is empty while the breaker is closed; `probe` is the message it tries.
-- `recent` tells how the latest sends ended, the newest in the lowest bit, 1 for one that failed.
-- `begun` counts the automatic messages of the last minute by the second in which they were begun.
CREATE TABLE breaker (
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    cause TEXT NOT NULL DEFAULT '',
    opened_at BIGINT NOT NULL DEFAULT 0,
    retry_at BIGINT NOT NULL DEFAULT 0,
    probe BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL DEFAULT 0,
    recent BIGINT NOT NULL DEFAULT 0,
    failed_at BIGINT NOT NULL DEFAULT 0,
    begun TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (channel, account)
);

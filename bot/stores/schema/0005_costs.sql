-- What platforms charged: a row for each thing read or written, once a day of UTC. Prices are millionths.

CREATE TABLE cost (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    conversation_id BIGINT NOT NULL DEFAULT 0,
    price BIGINT NOT NULL,
    currency TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (channel, account, day, kind, reference)
);
CREATE INDEX cost_day ON cost (day);

-- What each person at the desk is about to teach, and everything that people have taught there, for ever.

CREATE TABLE lesson (
    person TEXT PRIMARY KEY,
    change TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE taught (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    change TEXT NOT NULL,
    files TEXT NOT NULL
);

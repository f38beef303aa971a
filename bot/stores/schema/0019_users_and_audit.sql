-- Who may sign in at the desk, what opens it to them, and what people did there.

-- `password` is '' for who comes by a link only, else the hash with its parameters and its salt.
CREATE TABLE desk_user (
    key TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password TEXT NOT NULL DEFAULT '',
    added_at BIGINT NOT NULL
);

-- Digests of links, sessions and known browsers. Sessions of before name nobody who is known now, so everybody
-- signs in again. `owner` is '' for the link of whoever starts the program.
DROP TABLE token;
CREATE TABLE token (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX token_of_owner ON token (owner);

-- Each entry's hash covers the one before. Nothing here is ever changed.

CREATE TABLE audit (
    n INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;

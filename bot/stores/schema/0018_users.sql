-- Who may sign in at the desk, and their sign-in links, sessions and known browsers, as digests.

-- `password` is '' for who comes by a link only, else the hash with its parameters and its salt.
CREATE TABLE desk_user (
    key TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password TEXT NOT NULL DEFAULT '',
    added_at BIGINT NOT NULL
);

-- Sessions of before name nobody who is known now: everybody signs in again.
-- `owner` is '' for the link of whoever starts the program.
DROP TABLE token;
CREATE TABLE token (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX token_of_owner ON token (owner);

-- Replies edited at the desk: the one draft a file may have, and every text a file has had.

-- `base` names the text of the file on which the draft was begun; `version` counts its savings.
CREATE TABLE reply_draft (
    path TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    base TEXT NOT NULL,
    version BIGINT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- `author` is '' for a text that was found in the file, written by other means.
CREATE TABLE reply_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX reply_version_of_file ON reply_version (path, id);

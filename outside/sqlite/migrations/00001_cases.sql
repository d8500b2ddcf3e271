-- +goose Up
CREATE TABLE home (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO home (one, version) VALUES (1, 1);

-- Instants are UTC texts of one width, so that they sort: 2026-03-02T15:00:00.000000000Z. NULL: there is none.
CREATE TABLE cases (
  place      INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  version    INTEGER NOT NULL,
  state      TEXT NOT NULL,
  registered TEXT NOT NULL,
  changed    TEXT NOT NULL,
  deadline   TEXT,
  secrecy    TEXT,
  preserve   TEXT,
  second_by  TEXT,
  overdue    INTEGER NOT NULL DEFAULT 0,
  may_tell   INTEGER NOT NULL DEFAULT 0,
  may_expire INTEGER NOT NULL DEFAULT 0,
  late       INTEGER NOT NULL DEFAULT 0,
  erased     INTEGER NOT NULL DEFAULT 0,
  tag        TEXT NOT NULL, -- keyed commitment to agency and reference
  key        BLOB,          -- the case's key, wrapped; NULL: erased
  content    BLOB           -- the case, sealed under it
) STRICT;
CREATE INDEX cases_tag ON cases (tag);

CREATE TABLE papers (
  case_id TEXT NOT NULL REFERENCES cases (id),
  n       INTEGER NOT NULL,
  content BLOB NOT NULL, -- sealed
  PRIMARY KEY (case_id, n)
) STRICT;

CREATE TABLE outbox (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id  TEXT NOT NULL,
  key      TEXT NOT NULL UNIQUE,
  entry    BLOB NOT NULL, -- the ledger's own canonical form
  appended TEXT           -- NULL: waits for the ledger
) STRICT;
CREATE INDEX outbox_waiting ON outbox (seq) WHERE appended IS NULL;
CREATE INDEX outbox_case ON outbox (case_id);

CREATE TABLE jobs (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  at      TEXT NOT NULL,
  done    TEXT, -- NULL: not yet
  UNIQUE (case_id, version, kind, at)
) STRICT;
CREATE INDEX jobs_due ON jobs (at) WHERE done IS NULL;

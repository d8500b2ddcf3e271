-- +goose Up
CREATE TABLE days (
  id        INTEGER PRIMARY KEY,
  class     TEXT NOT NULL,
  date      TEXT NOT NULL,           -- YYYY-MM-DD, UTC
  recipient TEXT NOT NULL,           -- public half of the day's key
  sealed    BLOB,                    -- secret half, sealed to the root; null once the day is erased
  UNIQUE (class, date)
) STRICT;

CREATE TABLE segments (
  day        INTEGER NOT NULL REFERENCES days (id),
  generation INTEGER NOT NULL,
  object     TEXT NOT NULL UNIQUE,
  rows       INTEGER NOT NULL,
  bytes      INTEGER NOT NULL,
  sha256     BLOB NOT NULL,
  first      TEXT NOT NULL,          -- instant of the earliest row
  last       TEXT NOT NULL,          -- instant of the latest row
  PRIMARY KEY (day, generation)
) STRICT, WITHOUT ROWID;

CREATE TABLE record_keys (
  day INTEGER NOT NULL REFERENCES days (id),
  key BLOB NOT NULL,                 -- 16 octets, keyed hash
  PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id        INTEGER PRIMARY KEY,
  file      BLOB NOT NULL,           -- SHA-256 of the file
  feed      TEXT NOT NULL,
  settings  BLOB NOT NULL,           -- hash of how it was read
  taken     INTEGER NOT NULL,        -- records read and durable
  whole     INTEGER NOT NULL,        -- 1: read to its end
  stored    INTEGER NOT NULL,
  refused   INTEGER NOT NULL,
  dropped   INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  UNIQUE (file, feed, settings)
) STRICT;

CREATE TABLE quarantine (
  run     INTEGER NOT NULL REFERENCES runs (id),
  record  INTEGER NOT NULL,          -- number of the record in the file, from 1
  line    INTEGER NOT NULL,
  problem TEXT NOT NULL,
  fix     TEXT NOT NULL,
  object  TEXT NOT NULL,             -- file with the raw bytes; empty where none are kept
  PRIMARY KEY (run, record)
) STRICT, WITHOUT ROWID;

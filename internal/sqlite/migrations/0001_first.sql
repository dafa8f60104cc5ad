-- The first release.
--
-- Times are nanoseconds since 1970 in UTC, 0 where there is none. Every act is
-- keyed by the number (seq) of its own row in the outbox, so that the order of
-- the records is the order in which they were made, whatever the clock said.
-- Columns marked "sealed" are AES-256-GCM under the person's own key.

CREATE TABLE state (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  keycheck BLOB    NOT NULL DEFAULT x'',  -- which data key these records need
  floor    INTEGER NOT NULL DEFAULT 0,    -- the highest time ever recorded here
  running  INTEGER NOT NULL DEFAULT 0,    -- 1 between a start and its clean end
  seq      INTEGER NOT NULL DEFAULT 0,    -- the outbox's last row
  head     BLOB    NOT NULL DEFAULT x'',  -- and its hash
  mac      BLOB    NOT NULL DEFAULT x''   -- over floor, seq and head
) STRICT;
INSERT INTO state (one) VALUES (1);

CREATE TABLE place (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  ods        TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  device     TEXT    NOT NULL,
  delegation BLOB    NOT NULL,
  made       INTEGER NOT NULL
) STRICT;

CREATE TABLE trust (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  list     BLOB    NOT NULL,
  actor    TEXT    NOT NULL,
  imported INTEGER NOT NULL
) STRICT;

-- The outbox. The digest is of the plain body, with a salt that is sealed inside
-- the body: a body can be sealed anew, or its key destroyed, and the chain holds.
CREATE TABLE event (
  seq       INTEGER PRIMARY KEY,
  device    TEXT    NOT NULL,
  id        TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  monotonic INTEGER NOT NULL,
  boot      TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  person    TEXT    NOT NULL,  -- whose key seals the body; '' for the machine's
  digest    BLOB    NOT NULL,
  body      BLOB    NOT NULL,  -- sealed
  prev      BLOB    NOT NULL,
  hash      BLOB    NOT NULL
) STRICT;

-- Whoever has a number here: a learner, a trainer, somebody expected. All that is
-- sealed for a person can be read only while their row is here.
CREATE TABLE person (
  id     TEXT PRIMARY KEY,
  lookup BLOB NOT NULL UNIQUE,  -- keyed hash of the number
  key    BLOB NOT NULL,         -- the person's key, wrapped
  number BLOB NOT NULL          -- sealed
) STRICT;

CREATE TABLE learner (
  event         INTEGER PRIMARY KEY,
  id            TEXT    NOT NULL UNIQUE,
  person        TEXT    NOT NULL UNIQUE REFERENCES person (id),
  name          BLOB    NOT NULL,  -- sealed
  joined        INTEGER NOT NULL,
  pin           BLOB    NOT NULL,  -- sealed
  tries         INTEGER NOT NULL DEFAULT 0,
  wrong_at      INTEGER NOT NULL DEFAULT 0,
  identity_by   TEXT    NOT NULL DEFAULT '',
  identity_at   INTEGER NOT NULL DEFAULT 0,
  identity_seen TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE trainer (
  event    INTEGER PRIMARY KEY,
  id       TEXT    NOT NULL UNIQUE,
  person   TEXT    NOT NULL UNIQUE REFERENCES person (id),
  name     BLOB    NOT NULL,  -- sealed
  assessor INTEGER NOT NULL,
  pin      BLOB    NOT NULL,  -- sealed
  tries    INTEGER NOT NULL DEFAULT 0,
  wrong_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE session (
  event     INTEGER PRIMARY KEY,
  id        TEXT    NOT NULL UNIQUE,
  programme TEXT    NOT NULL,
  room      TEXT    NOT NULL,
  opened_by TEXT    NOT NULL,
  opened    INTEGER NOT NULL,
  closed    INTEGER NOT NULL DEFAULT 0,
  closed_by TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE starter (
  session INTEGER NOT NULL REFERENCES session (event),
  person  TEXT    NOT NULL REFERENCES person (id),
  event   INTEGER NOT NULL,
  name    BLOB    NOT NULL,  -- sealed
  PRIMARY KEY (session, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE present (
  session INTEGER NOT NULL REFERENCES session (event),
  learner INTEGER NOT NULL REFERENCES learner (event),
  event   INTEGER NOT NULL,
  PRIMARY KEY (session, learner)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
  event     INTEGER PRIMARY KEY,
  id        TEXT    NOT NULL UNIQUE,
  learner   INTEGER NOT NULL REFERENCES learner (event),
  session   INTEGER REFERENCES session (event),
  began     INTEGER NOT NULL,
  submitted INTEGER NOT NULL DEFAULT 0,
  body      BLOB    NOT NULL  -- sealed: the module, the rule and the draw it began with
) STRICT;
CREATE INDEX attempt_of_learner ON attempt (learner);

CREATE TABLE response (
  attempt INTEGER NOT NULL REFERENCES attempt (event),
  item    TEXT    NOT NULL,
  event   INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  body    BLOB    NOT NULL,  -- sealed: the answer and its mark
  PRIMARY KEY (attempt, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE completion (
  event   INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  learner INTEGER NOT NULL REFERENCES learner (event),
  session INTEGER REFERENCES session (event),
  at      INTEGER NOT NULL,
  body    BLOB    NOT NULL  -- sealed
) STRICT;
CREATE INDEX completion_of_learner ON completion (learner);

CREATE TABLE page_read (
  learner INTEGER NOT NULL REFERENCES learner (event),
  event   INTEGER NOT NULL,
  code    TEXT    NOT NULL,
  version TEXT    NOT NULL,
  page    TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  took    INTEGER NOT NULL,  -- nanoseconds
  PRIMARY KEY (learner, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE tick (
  learner   INTEGER NOT NULL REFERENCES learner (event),
  event     INTEGER NOT NULL,
  session   INTEGER REFERENCES session (event),
  checklist TEXT    NOT NULL,
  version   TEXT    NOT NULL,
  step      TEXT    NOT NULL,
  shown_by  BLOB    NOT NULL,  -- sealed
  witness   TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  undone    INTEGER NOT NULL,
  PRIMARY KEY (learner, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_off (
  event   INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  learner INTEGER NOT NULL REFERENCES learner (event),
  session INTEGER REFERENCES session (event),
  at      INTEGER NOT NULL,
  body    BLOB    NOT NULL  -- sealed
) STRICT;
CREATE INDEX sign_off_of_learner ON sign_off (learner);

CREATE TABLE unlock (
  learner INTEGER NOT NULL REFERENCES learner (event),
  event   INTEGER NOT NULL,
  session INTEGER REFERENCES session (event),
  code    TEXT    NOT NULL,
  actor   TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (learner, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE passport (
  event   INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  learner INTEGER NOT NULL REFERENCES learner (event),
  session INTEGER REFERENCES session (event),
  actor   TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  body    BLOB    NOT NULL  -- sealed: the text and its codes
) STRICT;
CREATE INDEX passport_of_learner ON passport (learner);
CREATE INDEX passport_of_session ON passport (session);

-- Who has replied, and apart from it the replies: no column of one leads to the
-- other, and neither table keeps the order in which its rows came.
CREATE TABLE replied (
  session INTEGER NOT NULL REFERENCES session (event),
  learner INTEGER NOT NULL REFERENCES learner (event),
  PRIMARY KEY (session, learner)
) STRICT, WITHOUT ROWID;

CREATE TABLE reply (
  id   TEXT    PRIMARY KEY,  -- random
  told INTEGER NOT NULL,     -- 1 once its outbox row is written
  body BLOB    NOT NULL      -- sealed with the machine's key
) STRICT, WITHOUT ROWID;

-- Organisations of their own, and what learners bring from elsewhere.
--
-- A column that says what became of a row later (removed, withdrawn) holds the
-- number of the outbox row that did it, 0 where nothing did.

-- What this place is stands in the outbox row that set it last, sealed and
-- chained, for who is believed here follows from it.
ALTER TABLE place ADD COLUMN event INTEGER NOT NULL DEFAULT 0;
UPDATE place SET event = (SELECT max(seq) FROM event WHERE kind = 'place-set');

ALTER TABLE trainer ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

-- The newest of its kind from its issuer on its subject. The bytes are public;
-- they are sealed so that nobody can lay an older one in the place of a newer.
CREATE TABLE statement (
  kind    TEXT    NOT NULL,
  issuer  TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  event   INTEGER NOT NULL,
  serial  INTEGER NOT NULL,
  issued  INTEGER NOT NULL,
  body    BLOB    NOT NULL,  -- sealed with the machine's key, all other columns bound in
  PRIMARY KEY (kind, issuer, subject)
) STRICT, WITHOUT ROWID;

-- Who did what for the organisation, and why.
CREATE TABLE act (
  event  INTEGER PRIMARY KEY,
  person TEXT    NOT NULL,  -- whose key seals the body; '' for the machine's
  at     INTEGER NOT NULL,
  body   BLOB    NOT NULL   -- sealed
) STRICT;

CREATE TABLE recognition (
  event      INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  learner    INTEGER NOT NULL REFERENCES learner (event),
  session    INTEGER REFERENCES session (event),
  passport   TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  body       BLOB    NOT NULL,               -- sealed: the text as it was received
  withdrawn  INTEGER NOT NULL DEFAULT 0,
  withdrawal BLOB    NOT NULL DEFAULT x''    -- sealed
) STRICT;
CREATE UNIQUE INDEX recognition_once ON recognition (learner, passport) WHERE withdrawn = 0;
CREATE INDEX recognition_of_learner ON recognition (learner);

CREATE TABLE local_check (
  event   INTEGER PRIMARY KEY,
  learner INTEGER NOT NULL REFERENCES learner (event),
  session INTEGER REFERENCES session (event),
  at      INTEGER NOT NULL,
  body    BLOB    NOT NULL  -- sealed
) STRICT;
CREATE INDEX local_check_of_learner ON local_check (learner);

CREATE TABLE evidence (
  event      INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  learner    INTEGER NOT NULL REFERENCES learner (event),
  session    INTEGER REFERENCES session (event),
  at         INTEGER NOT NULL,
  body       BLOB    NOT NULL,               -- sealed
  withdrawn  INTEGER NOT NULL DEFAULT 0,
  withdrawal BLOB    NOT NULL DEFAULT x''    -- sealed
) STRICT;
CREATE INDEX evidence_of_learner ON evidence (learner);

CREATE TABLE waiver (
  event      INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  learner    INTEGER NOT NULL REFERENCES learner (event),
  session    INTEGER REFERENCES session (event),
  at         INTEGER NOT NULL,
  body       BLOB    NOT NULL,               -- sealed
  withdrawn  INTEGER NOT NULL DEFAULT 0,
  withdrawal BLOB    NOT NULL DEFAULT x''    -- sealed
) STRICT;
CREATE INDEX waiver_of_learner ON waiver (learner);

-- The finished, signed file of a passport, as the learner was given it.
CREATE TABLE paper (
  passport INTEGER PRIMARY KEY REFERENCES passport (event),
  event    INTEGER NOT NULL,
  body     BLOB    NOT NULL  -- sealed
) STRICT;

-- Wrong tries of whoever is neither a learner nor a trainer here.
CREATE TABLE tries (
  who      BLOB    PRIMARY KEY,  -- keyed hash
  tries    INTEGER NOT NULL,
  wrong_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

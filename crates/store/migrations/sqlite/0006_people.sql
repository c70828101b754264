-- People looked after: what is noted about them, whose wrong passwords a count is of, and numbers that an import binds once.

-- Whose count it is, where somebody bears the name: whoever looks after people sees the waits, and takes them back.
ALTER TABLE counters
  ADD COLUMN user_id BLOB;
CREATE INDEX counters_by_user ON counters (organisation_id, user_id) WHERE user_id IS NOT NULL;

-- What those who look after people note about somebody; sealed. A row that was emptied stays, so that its version goes on.
CREATE TABLE user_notes (
  organisation_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  content BLOB NOT NULL,
  written_by BLOB,
  written_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, user_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;

CREATE INDEX import_authenticators_by_channel ON import_authenticators (organisation_id, import_id, channel, user_id) WHERE channel IS NOT NULL;

-- What SQLite's planner is to know of them, as in `statistics`.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('counters', 'counters_by_user', '10000 10000 2'),
  ('user_notes', 'user_notes', '10000 10000 1'),
  ('import_authenticators', 'import_authenticators_by_channel', '1000000 1000000 100000 1 1');

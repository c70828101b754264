-- People looked after: what is noted about them, whose wrong passwords a count is of, and numbers that an import binds once.

-- Whose count it is, where somebody bears the name: whoever looks after people sees the waits, and takes them back.
ALTER TABLE counters
  ADD COLUMN user_id BYTEA;
CREATE INDEX counters_by_user ON counters (organisation_id, user_id) WHERE user_id IS NOT NULL;

-- What those who look after people note about somebody; sealed. A row that was emptied stays, so that its version goes on.
CREATE TABLE user_notes (
  organisation_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  content BYTEA NOT NULL,
  written_by BYTEA,
  written_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, user_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);

CREATE INDEX import_authenticators_by_channel ON import_authenticators (organisation_id, import_id, channel, user_id) WHERE channel IS NOT NULL;

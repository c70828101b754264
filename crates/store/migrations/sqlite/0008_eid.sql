-- The services outside that the configuration gives the organisation an account at; written when the program starts.
ALTER TABLE organisations
  ADD COLUMN services TEXT NOT NULL DEFAULT '';

-- What an eID gave when somebody showed who they are, kept as proof until expires_at. data is sealed: a signature with a person's
-- number and name in it. user_id is null where nobody here bears that number.
CREATE TABLE identifications (
  organisation_id BLOB NOT NULL,
  identification_id BLOB NOT NULL,
  user_id BLOB,
  kind TEXT NOT NULL,
  data BLOB NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, identification_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;
CREATE INDEX identifications_by_expiry ON identifications (expires_at);
CREATE INDEX identifications_by_user ON identifications (organisation_id, user_id) WHERE user_id IS NOT NULL;

-- The jobs of a challenge's orders are ended by a later move.
CREATE INDEX jobs_by_ordered ON jobs (organisation_id, subject) WHERE kind = 'order';

-- What SQLite's planner is to know of it, as in `statistics`.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('identifications', 'identifications', '1000000 1000000 1'),
  ('identifications', 'identifications_by_user', '1000000 1000000 20'),
  ('identifications', 'identifications_by_expiry', '1000000 2'),
  ('jobs', 'jobs_by_ordered', '1000 1000 1');

-- The services outside that the configuration gives the organisation an account at; written when the program starts.
ALTER TABLE organisations
  ADD COLUMN services TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What an eID gave when somebody showed who they are, kept as proof until expires_at. data is sealed: a signature with a person's
-- number and name in it. user_id is null where nobody here bears that number.
CREATE TABLE identifications (
  organisation_id BYTEA NOT NULL,
  identification_id BYTEA NOT NULL,
  user_id BYTEA,
  kind TEXT COLLATE "C" NOT NULL,
  data BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, identification_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);
CREATE INDEX identifications_by_expiry ON identifications (expires_at);
CREATE INDEX identifications_by_user ON identifications (organisation_id, user_id) WHERE user_id IS NOT NULL;

-- The jobs of a challenge's orders are ended by a later move.
CREATE INDEX jobs_by_ordered ON jobs (organisation_id, subject) WHERE kind = 'order';

-- The administration: role cards that begin on a day, people who are found, imports, recovery cases, machines' credentials, and an audit
-- log that is sealed and read.

-- Role cards: from when two-step is required (NULL: at once), and for how many days a person without a factor may put it off.
ALTER TABLE roles
  ADD COLUMN two_step_from BIGINT;
ALTER TABLE roles
  ADD COLUMN grace_days BIGINT NOT NULL DEFAULT 0;
-- The heading that a permission stands under on the card.
ALTER TABLE permissions
  ADD COLUMN area TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What an organisation decides beside its columns (JSON): passwords, sessions, allowed factors, languages, recovery.
ALTER TABLE organisations
  ADD COLUMN rules TEXT COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE organisations
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- address_set: which kinds of address a person has (`email`, `mobile`, `phone`), rewritten by the unit that changes them, as role_set and
-- factor_set are. name_key: the name as lists sort by it, in user_roles too. grace_told: how many letters told of the grace that ends.
-- locked_until: until when an authenticator of theirs takes no answer.
ALTER TABLE users
  ADD COLUMN address_set TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE users
  ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE users
  ADD COLUMN grace_told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users
  ADD COLUMN locked_until BIGINT;
ALTER TABLE addresses
  ADD COLUMN mobile BIGINT NOT NULL DEFAULT 0;
ALTER TABLE addresses
  ADD COLUMN last_digits TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE user_roles
  ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX user_roles_by_name ON user_roles (organisation_id, role_id, name_key, user_id);
CREATE INDEX users_by_name ON users (organisation_id, name_key, user_id);
CREATE INDEX users_by_factors ON users (organisation_id, factor_set, name_key, user_id, grace_until);
CREATE INDEX users_by_last_login ON users (organisation_id, COALESCE(last_login_at, 0), user_id);
CREATE INDEX users_suspended ON users (organisation_id, name_key, user_id) WHERE suspended_at IS NOT NULL;
CREATE INDEX users_without_mobile ON users (organisation_id, name_key, user_id) WHERE address_set IN ('', 'email', 'email,phone', 'phone');
CREATE INDEX users_locked ON users (organisation_id, name_key, user_id, locked_until) WHERE locked_until IS NOT NULL;
CREATE INDEX users_by_class ON users (organisation_id, role_set, factor_set, address_set, owner, suspended_at, grace_until);
CREATE INDEX users_never_in ON users (organisation_id, name_key, user_id) WHERE last_login_at IS NULL;
CREATE INDEX users_by_grace ON users (grace_until, organisation_id, user_id) WHERE grace_until IS NOT NULL;

-- An import: the file in parts, what each row of it comes to, and what is to be put where when it is applied. Parts and rows are sealed:
-- they hold numbers, and perhaps secrets. What is prepared is sealed already for the place that it moves to.
CREATE TABLE imports (
  organisation_id BYTEA NOT NULL,
  import_id BYTEA NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  file_name TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  options TEXT COLLATE "C" NOT NULL,
  counts TEXT COLLATE "C" NOT NULL,
  progress BIGINT NOT NULL,
  created_by BYTEA,
  created_at BIGINT NOT NULL,
  applied_at BIGINT,
  undone_at BIGINT,
  expires_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, import_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);
CREATE INDEX imports_by_expiry ON imports (expires_at);
CREATE TABLE import_parts (
  organisation_id BYTEA NOT NULL,
  import_id BYTEA NOT NULL,
  part_no BIGINT NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (organisation_id, import_id, part_no),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
);
-- The columns called old_* are what undoing puts back. seen is how the person stood when the row was looked at.
CREATE TABLE import_rows (
  organisation_id BYTEA NOT NULL,
  import_id BYTEA NOT NULL,
  row_no BIGINT NOT NULL,
  verdict TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  data BYTEA NOT NULL,
  user_id BYTEA,
  username TEXT COLLATE "C",
  name TEXT COLLATE "C",
  name_key TEXT COLLATE "C",
  language TEXT COLLATE "C",
  password_hash TEXT COLLATE "C",
  role_set TEXT COLLATE "C",
  factor_set TEXT COLLATE "C",
  address_set TEXT COLLATE "C",
  content TEXT COLLATE "C",
  owner_only BIGINT NOT NULL,
  seen TEXT COLLATE "C",
  old_name TEXT COLLATE "C",
  old_name_key TEXT COLLATE "C",
  old_language TEXT COLLATE "C",
  old_role_set TEXT COLLATE "C",
  old_factor_set TEXT COLLATE "C",
  old_address_set TEXT COLLATE "C",
  old_content TEXT COLLATE "C",
  PRIMARY KEY (organisation_id, import_id, row_no),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
);
CREATE INDEX import_rows_by_verdict ON import_rows (organisation_id, import_id, verdict, row_no);
CREATE UNIQUE INDEX import_rows_by_username ON import_rows (organisation_id, import_id, username) WHERE username IS NOT NULL;
-- side: `new` is put in when the import is applied and taken out when it is undone, `old` the other way about.
CREATE TABLE import_addresses (
  organisation_id BYTEA NOT NULL,
  import_id BYTEA NOT NULL,
  side TEXT COLLATE "C" NOT NULL,
  row_no BIGINT NOT NULL,
  address_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  value BYTEA NOT NULL,
  look_up BYTEA NOT NULL,
  masked TEXT COLLATE "C" NOT NULL,
  verified_at BIGINT,
  created_at BIGINT NOT NULL,
  mobile BIGINT NOT NULL,
  last_digits TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, import_id, side, row_no, address_id),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
);
CREATE TABLE import_roles (
  organisation_id BYTEA NOT NULL,
  import_id BYTEA NOT NULL,
  side TEXT COLLATE "C" NOT NULL,
  row_no BIGINT NOT NULL,
  user_id BYTEA NOT NULL,
  role_id BYTEA NOT NULL,
  name_key TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, import_id, side, row_no, role_id),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
);
CREATE TABLE import_authenticators (
  organisation_id BYTEA NOT NULL,
  import_id BYTEA NOT NULL,
  row_no BIGINT NOT NULL,
  authenticator_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  data BYTEA NOT NULL,
  data_format BIGINT NOT NULL,
  channel BYTEA,
  consumed_through BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, import_id, row_no, authenticator_id),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
);

-- A person who lost what they sign in with, and how they were let in again.
CREATE TABLE recovery_cases (
  organisation_id BYTEA NOT NULL,
  case_id BYTEA NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  user_id BYTEA NOT NULL,
  opened_by TEXT COLLATE "C" NOT NULL,
  agent_id BYTEA,
  login_id BYTEA,
  state TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  ticket TEXT COLLATE "C" NOT NULL,
  proofs TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C",
  shape TEXT COLLATE "C",
  minutes BIGINT,
  asked_by BYTEA,
  asked_at BIGINT,
  approver_id BYTEA,
  approved_at BIGINT,
  acts_at BIGINT,
  pass_id BYTEA,
  link_hash BYTEA,
  link_sent_at BIGINT,
  link_expires_at BIGINT,
  stop_hash BYTEA,
  closed_at BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, case_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX recovery_cases_by_user ON recovery_cases (organisation_id, user_id, case_id);
CREATE UNIQUE INDEX recovery_cases_by_number ON recovery_cases (organisation_id, number);
CREATE UNIQUE INDEX recovery_cases_one_open ON recovery_cases (organisation_id, user_id) WHERE closed_at IS NULL;
CREATE INDEX recovery_cases_open ON recovery_cases (organisation_id, case_id) WHERE closed_at IS NULL;
CREATE INDEX recovery_cases_stopped ON recovery_cases (organisation_id, closed_at) WHERE state = 'stopped';
CREATE INDEX recovery_cases_by_expiry ON recovery_cases (expires_at) WHERE closed_at IS NULL;
-- A pass as a code is looked for by its user.
ALTER TABLE passes
  ADD COLUMN code_hash BYTEA;
ALTER TABLE passes
  ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;

-- What a machine signs in with. A credential that was rotated stays good until overlap_until.
CREATE TABLE api_credentials (
  organisation_id BYTEA NOT NULL,
  credential_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  secret_hash BYTEA NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  created_by BYTEA,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  replaces BYTEA,
  revoked_at BIGINT,
  last_used_at BIGINT,
  PRIMARY KEY (organisation_id, credential_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX api_credentials_by_user ON api_credentials (organisation_id, user_id, credential_id);

-- A request of a machine that may be sent twice and is done once.
CREATE TABLE idempotency_keys (
  organisation_id BYTEA NOT NULL,
  key_hash BYTEA NOT NULL,
  request_hash BYTEA NOT NULL,
  status BIGINT,
  body BYTEA,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, key_hash)
);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);

-- The audit log is read by who, what and whence, and proved seal by seal. from_address belongs to the personal part.
ALTER TABLE audit_events
  ADD COLUMN from_address TEXT COLLATE "C";
CREATE INDEX audit_events_by_actor ON audit_events (organisation_id, actor_id, event_id);
CREATE INDEX audit_events_by_kind ON audit_events (organisation_id, kind, event_id);
CREATE INDEX audit_events_by_address ON audit_events (organisation_id, from_address, event_id) WHERE from_address IS NOT NULL;
CREATE INDEX audit_events_by_seal ON audit_events (organisation_id, seal_no, seal_position) WHERE seal_no IS NOT NULL;
-- No release has filled this table yet: it gets all its columns at once. What a seal covers is proved by `root`, which holds `rows_root`
-- (over the leaves of its rows) and the root before it. gone: which of its rows were removed because their time was over, a bit each.
DROP TABLE audit_seals;
CREATE TABLE audit_seals (
  organisation_id BYTEA NOT NULL,
  seal_no BIGINT NOT NULL,
  event_count BIGINT NOT NULL,
  total BIGINT NOT NULL,
  rows_root BYTEA NOT NULL,
  previous_root BYTEA NOT NULL,
  root BYTEA NOT NULL,
  signature BYTEA NOT NULL,
  sealed_at BIGINT NOT NULL,
  removed BIGINT NOT NULL,
  gone BYTEA,
  gone_signature BYTEA,
  PRIMARY KEY (organisation_id, seal_no)
);
-- The leaf of each row of a seal, one after the other: they name the row that was changed, and outlive the rows.
CREATE TABLE audit_leaves (
  organisation_id BYTEA NOT NULL,
  seal_no BIGINT NOT NULL,
  leaves BYTEA NOT NULL,
  PRIMARY KEY (organisation_id, seal_no)
);

-- How often what happened in an hour, counted when it was sealed: charts read this and not the log.
CREATE TABLE audit_hours (
  organisation_id BYTEA NOT NULL,
  hour BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, hour, kind, outcome)
);

UPDATE users SET name_key = lower(name) WHERE name_key = '';
-- What only a program can work out of those who are there already (keys, sets, digits of sealed numbers) it does at leisure.
INSERT INTO jobs (organisation_id, job_id, kind, subject, run_at, claimed_until, attempts)
  SELECT organisation_id, organisation_id, 'people-texts', organisation_id, 0, 0, 0 FROM organisations;

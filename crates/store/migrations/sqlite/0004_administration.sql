-- The administration: role cards that begin on a day, people who are found, imports, recovery cases, machines' credentials, and an audit
-- log that is sealed and read.

-- Role cards: from when two-step is required (NULL: at once), and for how many days a person without a factor may put it off.
ALTER TABLE roles
  ADD COLUMN two_step_from BIGINT;
ALTER TABLE roles
  ADD COLUMN grace_days BIGINT NOT NULL DEFAULT 0;
-- The heading that a permission stands under on the card.
ALTER TABLE permissions
  ADD COLUMN area TEXT NOT NULL DEFAULT '';

-- What an organisation decides beside its columns (JSON): passwords, sessions, allowed factors, languages, recovery.
ALTER TABLE organisations
  ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
ALTER TABLE organisations
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- address_set: which kinds of address a person has (`email`, `mobile`, `phone`), rewritten by the unit that changes them, as role_set and
-- factor_set are. name_key: the name as lists sort by it, in user_roles too. grace_told: how many letters told of the grace that ends.
-- locked_until: until when an authenticator of theirs takes no answer.
ALTER TABLE users
  ADD COLUMN address_set TEXT NOT NULL DEFAULT '';
ALTER TABLE users
  ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users
  ADD COLUMN grace_told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users
  ADD COLUMN locked_until BIGINT;
ALTER TABLE addresses
  ADD COLUMN mobile BIGINT NOT NULL DEFAULT 0;
ALTER TABLE addresses
  ADD COLUMN last_digits TEXT NOT NULL DEFAULT '';
ALTER TABLE user_roles
  ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
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
  organisation_id BLOB NOT NULL,
  import_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  state TEXT NOT NULL,
  options TEXT NOT NULL,
  counts TEXT NOT NULL,
  progress BIGINT NOT NULL,
  created_by BLOB,
  created_at BIGINT NOT NULL,
  applied_at BIGINT,
  undone_at BIGINT,
  expires_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, import_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;
CREATE INDEX imports_by_expiry ON imports (expires_at);
CREATE TABLE import_parts (
  organisation_id BLOB NOT NULL,
  import_id BLOB NOT NULL,
  part_no BIGINT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (organisation_id, import_id, part_no),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
) WITHOUT ROWID;
-- The columns called old_* are what undoing puts back. seen is how the person stood when the row was looked at.
CREATE TABLE import_rows (
  organisation_id BLOB NOT NULL,
  import_id BLOB NOT NULL,
  row_no BIGINT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT,
  data BLOB NOT NULL,
  user_id BLOB,
  username TEXT,
  name TEXT,
  name_key TEXT,
  language TEXT,
  password_hash TEXT,
  role_set TEXT,
  factor_set TEXT,
  address_set TEXT,
  content TEXT,
  owner_only BIGINT NOT NULL,
  seen TEXT,
  old_name TEXT,
  old_name_key TEXT,
  old_language TEXT,
  old_role_set TEXT,
  old_factor_set TEXT,
  old_address_set TEXT,
  old_content TEXT,
  PRIMARY KEY (organisation_id, import_id, row_no),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
) WITHOUT ROWID;
CREATE INDEX import_rows_by_verdict ON import_rows (organisation_id, import_id, verdict, row_no);
CREATE UNIQUE INDEX import_rows_by_username ON import_rows (organisation_id, import_id, username) WHERE username IS NOT NULL;
-- side: `new` is put in when the import is applied and taken out when it is undone, `old` the other way about.
CREATE TABLE import_addresses (
  organisation_id BLOB NOT NULL,
  import_id BLOB NOT NULL,
  side TEXT NOT NULL,
  row_no BIGINT NOT NULL,
  address_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  channel TEXT NOT NULL,
  value BLOB NOT NULL,
  look_up BLOB NOT NULL,
  masked TEXT NOT NULL,
  verified_at BIGINT,
  created_at BIGINT NOT NULL,
  mobile BIGINT NOT NULL,
  last_digits TEXT NOT NULL,
  PRIMARY KEY (organisation_id, import_id, side, row_no, address_id),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
) WITHOUT ROWID;
CREATE TABLE import_roles (
  organisation_id BLOB NOT NULL,
  import_id BLOB NOT NULL,
  side TEXT NOT NULL,
  row_no BIGINT NOT NULL,
  user_id BLOB NOT NULL,
  role_id BLOB NOT NULL,
  name_key TEXT NOT NULL,
  PRIMARY KEY (organisation_id, import_id, side, row_no, role_id),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
) WITHOUT ROWID;
CREATE TABLE import_authenticators (
  organisation_id BLOB NOT NULL,
  import_id BLOB NOT NULL,
  row_no BIGINT NOT NULL,
  authenticator_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  data BLOB NOT NULL,
  data_format BIGINT NOT NULL,
  channel BLOB,
  consumed_through BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, import_id, row_no, authenticator_id),
  FOREIGN KEY (organisation_id, import_id) REFERENCES imports (organisation_id, import_id)
) WITHOUT ROWID;

-- A person who lost what they sign in with, and how they were let in again.
CREATE TABLE recovery_cases (
  organisation_id BLOB NOT NULL,
  case_id BLOB NOT NULL,
  number TEXT NOT NULL,
  user_id BLOB NOT NULL,
  opened_by TEXT NOT NULL,
  agent_id BLOB,
  login_id BLOB,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  ticket TEXT NOT NULL,
  proofs TEXT NOT NULL,
  outcome TEXT,
  shape TEXT,
  minutes BIGINT,
  asked_by BLOB,
  asked_at BIGINT,
  approver_id BLOB,
  approved_at BIGINT,
  acts_at BIGINT,
  pass_id BLOB,
  link_hash BLOB,
  link_sent_at BIGINT,
  link_expires_at BIGINT,
  stop_hash BLOB,
  closed_at BIGINT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, case_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX recovery_cases_by_user ON recovery_cases (organisation_id, user_id, case_id);
CREATE UNIQUE INDEX recovery_cases_by_number ON recovery_cases (organisation_id, number);
CREATE UNIQUE INDEX recovery_cases_one_open ON recovery_cases (organisation_id, user_id) WHERE closed_at IS NULL;
CREATE INDEX recovery_cases_open ON recovery_cases (organisation_id, case_id) WHERE closed_at IS NULL;
CREATE INDEX recovery_cases_stopped ON recovery_cases (organisation_id, closed_at) WHERE state = 'stopped';
CREATE INDEX recovery_cases_by_expiry ON recovery_cases (expires_at) WHERE closed_at IS NULL;
-- A pass as a code is looked for by its user.
ALTER TABLE passes
  ADD COLUMN code_hash BLOB;
ALTER TABLE passes
  ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;

-- What a machine signs in with. A credential that was rotated stays good until overlap_until.
CREATE TABLE api_credentials (
  organisation_id BLOB NOT NULL,
  credential_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  label TEXT NOT NULL,
  secret_hash BLOB NOT NULL,
  scopes TEXT NOT NULL,
  created_by BLOB,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  replaces BLOB,
  revoked_at BIGINT,
  last_used_at BIGINT,
  PRIMARY KEY (organisation_id, credential_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX api_credentials_by_user ON api_credentials (organisation_id, user_id, credential_id);

-- A request of a machine that may be sent twice and is done once.
CREATE TABLE idempotency_keys (
  organisation_id BLOB NOT NULL,
  key_hash BLOB NOT NULL,
  request_hash BLOB NOT NULL,
  status BIGINT,
  body BLOB,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, key_hash)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);

-- The audit log is read by who, what and whence, and proved seal by seal. from_address belongs to the personal part.
ALTER TABLE audit_events
  ADD COLUMN from_address TEXT;
CREATE INDEX audit_events_by_actor ON audit_events (organisation_id, actor_id, event_id);
CREATE INDEX audit_events_by_kind ON audit_events (organisation_id, kind, event_id);
CREATE INDEX audit_events_by_address ON audit_events (organisation_id, from_address, event_id) WHERE from_address IS NOT NULL;
CREATE INDEX audit_events_by_seal ON audit_events (organisation_id, seal_no, seal_position) WHERE seal_no IS NOT NULL;
-- No release has filled this table yet: it gets all its columns at once. What a seal covers is proved by `root`, which holds `rows_root`
-- (over the leaves of its rows) and the root before it. gone: which of its rows were removed because their time was over, a bit each.
DROP TABLE audit_seals;
CREATE TABLE audit_seals (
  organisation_id BLOB NOT NULL,
  seal_no BIGINT NOT NULL,
  event_count BIGINT NOT NULL,
  total BIGINT NOT NULL,
  rows_root BLOB NOT NULL,
  previous_root BLOB NOT NULL,
  root BLOB NOT NULL,
  signature BLOB NOT NULL,
  sealed_at BIGINT NOT NULL,
  removed BIGINT NOT NULL,
  gone BLOB,
  gone_signature BLOB,
  PRIMARY KEY (organisation_id, seal_no)
) WITHOUT ROWID;
-- The leaf of each row of a seal, one after the other: they name the row that was changed, and outlive the rows.
CREATE TABLE audit_leaves (
  organisation_id BLOB NOT NULL,
  seal_no BIGINT NOT NULL,
  leaves BLOB NOT NULL,
  PRIMARY KEY (organisation_id, seal_no)
);

-- How often what happened in an hour, counted when it was sealed: charts read this and not the log.
CREATE TABLE audit_hours (
  organisation_id BLOB NOT NULL,
  hour BIGINT NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  events BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, hour, kind, outcome)
) WITHOUT ROWID;

UPDATE users SET name_key = lower(name) WHERE name_key = '';
-- What only a program can work out of those who are there already (keys, sets, digits of sealed numbers) it does at leisure.
INSERT INTO jobs (organisation_id, job_id, kind, subject, run_at, claimed_until, attempts)
  SELECT organisation_id, organisation_id, 'people-texts', organisation_id, 0, 0, 0 FROM organisations;

-- What SQLite's planner is to know of them, as in `statistics`.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('users', 'users_by_name', '1000000 1000000 2 1'),
  ('users', 'users_by_class', '1000000 1000000 20000 5000 2000 2000 1800 1500'),
  ('users', 'users_by_factors', '1000000 1000000 50000 2 1 1'),
  ('users', 'users_by_last_login', '1000000 1000000 2 1'),
  ('users', 'users_suspended', '10000 10000 2 1'),
  ('users', 'users_without_mobile', '300000 300000 2 1'),
  ('users', 'users_locked', '1000 1000 2 1 1'),
  ('users', 'users_never_in', '100000 100000 2 1'),
  ('user_roles', 'user_roles_by_name', '2000000 2000000 100000 2 1'),
  ('users', 'users_by_grace', '100000 1000 1000 1'),
  ('imports', 'imports', '100 10 1'),
  ('import_rows', 'import_rows', '1000000 1000000 100000 1'),
  ('import_rows', 'import_rows_by_verdict', '1000000 1000000 100000 30000 1'),
  ('import_rows', 'import_rows_by_username', '1000000 1000000 100000 1'),
  ('imports', 'imports_by_expiry', '100 1'),
  ('import_parts', 'import_parts', '1000 1000 100 1'),
  ('import_addresses', 'import_addresses', '1000000 1000000 100000 50000 2 1'),
  ('import_roles', 'import_roles', '1000000 1000000 100000 50000 2 1'),
  ('import_authenticators', 'import_authenticators', '1000000 1000000 100000 1 1'),
  ('recovery_cases', 'recovery_cases', '10000 10000 1'),
  ('recovery_cases', 'recovery_cases_by_user', '10000 10000 2 1'),
  ('recovery_cases', 'recovery_cases_by_number', '10000 10000 1'),
  ('recovery_cases', 'recovery_cases_one_open', '100 50 1'),
  ('recovery_cases', 'recovery_cases_open', '100 50 1'),
  ('recovery_cases', 'recovery_cases_stopped', '10 10 1'),
  ('recovery_cases', 'recovery_cases_by_expiry', '100 2'),
  ('api_credentials', 'api_credentials', '1000 100 1'),
  ('api_credentials', 'api_credentials_by_user', '1000 100 3 1'),
  ('idempotency_keys', 'idempotency_keys', '100000 100000 1'),
  ('idempotency_keys', 'idempotency_keys_by_expiry', '100000 2'),
  ('audit_events', 'audit_events_by_actor', '10000000 10000000 20 1'),
  ('audit_events', 'audit_events_by_kind', '10000000 10000000 200000 1'),
  ('audit_events', 'audit_events_by_address', '10000000 10000000 50 1'),
  ('audit_events', 'audit_events_by_seal', '10000000 10000000 500 1'),
  ('audit_seals', 'audit_seals', '100000 100000 1'),
  ('audit_leaves', 'sqlite_autoindex_audit_leaves_1', '100000 100000 1'),
  ('audit_hours', 'audit_hours', '100000 100000 50 2 1');

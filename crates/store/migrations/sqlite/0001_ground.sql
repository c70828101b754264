-- The ground: organisations, people, role cards, factors, logins, sessions, counting, messages, audit.
-- Every key is (organisation_id, id); ids are UUIDv7 in 16 bytes; times are unix milliseconds; booleans are 0 or 1.
-- Columns called *_hash, look_up, identifier, channel and data are made by the key ring: nothing in them is of use without its file.

CREATE TABLE organisations (
  organisation_id BLOB NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  base_url TEXT NOT NULL UNIQUE,
  two_step_add_on BIGINT NOT NULL,
  default_trusted_days BIGINT NOT NULL,
  policy_epoch BIGINT NOT NULL,
  default_language TEXT NOT NULL,
  support_email TEXT,
  support_phone TEXT,
  support_hours TEXT,
  accent TEXT,
  logo TEXT,
  suspended_at BIGINT,
  created_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
  organisation_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  username TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT,
  owner BIGINT NOT NULL,
  password_hash TEXT,
  password_set_at BIGINT,
  epoch BIGINT NOT NULL,
  role_set TEXT NOT NULL,
  factor_set TEXT NOT NULL,
  preferred_factor TEXT,
  grace_until BIGINT,
  suspended_at BIGINT,
  last_login_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, user_id),
  UNIQUE (organisation_id, username),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;

CREATE TABLE addresses (
  organisation_id BLOB NOT NULL,
  address_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  channel TEXT NOT NULL,
  value BLOB NOT NULL,
  look_up BLOB NOT NULL,
  masked TEXT NOT NULL,
  verified_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, address_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX addresses_by_user ON addresses (organisation_id, user_id);
CREATE INDEX addresses_by_look_up ON addresses (organisation_id, look_up);

CREATE TABLE roles (
  organisation_id BLOB NOT NULL,
  role_id BLOB NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  position BIGINT NOT NULL,
  owner_assigns BIGINT NOT NULL,
  api_integrator BIGINT NOT NULL,
  two_step BIGINT NOT NULL,
  trusted_days BIGINT NOT NULL,
  allowed_factors TEXT,
  minimum TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, role_id),
  UNIQUE (organisation_id, key),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;

CREATE TABLE permissions (
  organisation_id BLOB NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  built_in BIGINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, key),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;

CREATE TABLE role_permissions (
  organisation_id BLOB NOT NULL,
  role_id BLOB NOT NULL,
  permission_key TEXT NOT NULL,
  PRIMARY KEY (organisation_id, role_id, permission_key),
  FOREIGN KEY (organisation_id, role_id) REFERENCES roles (organisation_id, role_id),
  FOREIGN KEY (organisation_id, permission_key) REFERENCES permissions (organisation_id, key)
) WITHOUT ROWID;

CREATE TABLE user_roles (
  organisation_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  role_id BLOB NOT NULL,
  assigned_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, user_id, role_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id),
  FOREIGN KEY (organisation_id, role_id) REFERENCES roles (organisation_id, role_id)
) WITHOUT ROWID;
CREATE INDEX user_roles_by_role ON user_roles (organisation_id, role_id);

-- consumed_through is the highest mark (a time step) this authenticator ever accepted; version guards its data.
CREATE TABLE authenticators (
  organisation_id BLOB NOT NULL,
  authenticator_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  data BLOB NOT NULL,
  data_format BIGINT NOT NULL,
  identifier BLOB,
  channel BLOB,
  relying_party TEXT,
  failures BIGINT NOT NULL,
  wait_until BIGINT NOT NULL,
  consumed_through BIGINT NOT NULL,
  version BIGINT NOT NULL,
  last_used_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, authenticator_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX authenticators_by_user ON authenticators (organisation_id, user_id, kind);
CREATE UNIQUE INDEX authenticators_by_identifier ON authenticators (organisation_id, kind, identifier) WHERE identifier IS NOT NULL;

-- holder is the login or the session that the challenge is bound to. code_expires_at ends the code, expires_at the whole challenge.
CREATE TABLE challenges (
  organisation_id BLOB NOT NULL,
  challenge_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  purpose TEXT NOT NULL,
  user_id BLOB,
  holder BLOB NOT NULL,
  channel BLOB,
  data BLOB NOT NULL,
  data_format BIGINT NOT NULL,
  attempts_left BIGINT NOT NULL,
  resends BIGINT NOT NULL,
  resend_after BIGINT NOT NULL,
  code_expires_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, challenge_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;
CREATE INDEX challenges_by_holder ON challenges (organisation_id, holder);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- next_state is the state that a right answer to the open challenge leads to, decided under the two epochs.
-- enrolling says which kind is being set up and when the password was asked for once more (JSON).
CREATE TABLE logins (
  organisation_id BLOB NOT NULL,
  login_id BLOB NOT NULL,
  secret_hash BLOB NOT NULL,
  purpose TEXT NOT NULL,
  state TEXT NOT NULL,
  user_id BLOB NOT NULL,
  session_id BLOB,
  pass_id BLOB,
  challenge_id BLOB,
  evidence TEXT NOT NULL,
  next_state TEXT NOT NULL,
  enrolling TEXT,
  user_epoch BIGINT NOT NULL,
  policy_epoch BIGINT NOT NULL,
  trusted_days BIGINT NOT NULL,
  offers_trust BIGINT NOT NULL,
  return_to TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, login_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX logins_by_user ON logins (organisation_id, user_id);
CREATE INDEX logins_by_expiry ON logins (expires_at);

CREATE TABLE sessions (
  organisation_id BLOB NOT NULL,
  session_id BLOB NOT NULL,
  secret_hash BLOB NOT NULL,
  user_id BLOB NOT NULL,
  evidence TEXT NOT NULL,
  user_epoch BIGINT NOT NULL,
  policy_epoch BIGINT NOT NULL,
  browser TEXT NOT NULL,
  address TEXT NOT NULL,
  device_id BLOB,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, session_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (organisation_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- A device remembers when it proved itself, not until when: the role card of the day decides.
CREATE TABLE trusted_devices (
  organisation_id BLOB NOT NULL,
  device_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  secret_hash BLOB NOT NULL,
  previous_hash BLOB,
  rotated_at BIGINT NOT NULL,
  proved_at BIGINT NOT NULL,
  browser TEXT NOT NULL,
  last_used_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, device_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX trusted_devices_by_user ON trusted_devices (organisation_id, user_id);

-- A mailed link (forgotten password, invitation) or an enrolment pass. channel is the mailbox it went to.
CREATE TABLE passes (
  organisation_id BLOB NOT NULL,
  pass_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  purpose TEXT NOT NULL,
  secret_hash BLOB NOT NULL,
  channel BLOB,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (organisation_id, pass_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
) WITHOUT ROWID;
CREATE INDEX passes_by_user ON passes (organisation_id, user_id);

CREATE TABLE counters (
  organisation_id BLOB NOT NULL,
  counter_key BLOB NOT NULL,
  count BIGINT NOT NULL,
  wait_until BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, counter_key)
) WITHOUT ROWID;
CREATE INDEX counters_by_expiry ON counters (expires_at);

CREATE TABLE deliveries (
  organisation_id BLOB NOT NULL,
  delivery_id BLOB NOT NULL,
  user_id BLOB,
  channel TEXT NOT NULL,
  purpose TEXT NOT NULL,
  masked TEXT NOT NULL,
  content BLOB,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  reason TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (organisation_id, delivery_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;

-- Work that any node may claim: kind says what, subject which row.
CREATE TABLE jobs (
  organisation_id BLOB NOT NULL,
  job_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  run_at BIGINT NOT NULL,
  claimed_until BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, job_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
) WITHOUT ROWID;
CREATE INDEX jobs_by_run_at ON jobs (run_at);

-- What happened, without personal data in clear; personal stands apart, and only its salted hash is sealed into the chain.
CREATE TABLE audit_events (
  organisation_id BLOB NOT NULL,
  event_id BLOB NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor_id BLOB,
  subject_id BLOB,
  outcome TEXT NOT NULL,
  details TEXT NOT NULL,
  personal TEXT,
  personal_salt BLOB NOT NULL,
  personal_hash BLOB NOT NULL,
  seal_no BIGINT,
  seal_position BIGINT,
  PRIMARY KEY (organisation_id, event_id)
) WITHOUT ROWID;
CREATE INDEX audit_events_by_subject ON audit_events (organisation_id, subject_id, event_id);
CREATE INDEX audit_events_unsealed ON audit_events (organisation_id, event_id) WHERE seal_no IS NULL;

CREATE TABLE audit_seals (
  organisation_id BLOB NOT NULL,
  seal_no BIGINT NOT NULL,
  event_count BIGINT NOT NULL,
  root BLOB NOT NULL,
  previous_root BLOB NOT NULL,
  signature BLOB NOT NULL,
  sealed_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, seal_no)
) WITHOUT ROWID;

CREATE TABLE settings (
  organisation_id BLOB NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (organisation_id, key)
) WITHOUT ROWID;

-- The ground: organisations, people, role cards, factors, logins, sessions, counting, messages, audit.
-- Every key is (organisation_id, id); ids are UUIDv7 in 16 bytes; times are unix milliseconds; booleans are 0 or 1.
-- Columns called *_hash, look_up, identifier, channel and data are made by the key ring: nothing in them is of use without its file.

CREATE TABLE organisations (
  organisation_id BYTEA NOT NULL PRIMARY KEY,
  slug TEXT COLLATE "C" NOT NULL UNIQUE,
  name TEXT COLLATE "C" NOT NULL,
  base_url TEXT COLLATE "C" NOT NULL UNIQUE,
  two_step_add_on BIGINT NOT NULL,
  default_trusted_days BIGINT NOT NULL,
  policy_epoch BIGINT NOT NULL,
  default_language TEXT COLLATE "C" NOT NULL,
  support_email TEXT COLLATE "C",
  support_phone TEXT COLLATE "C",
  support_hours TEXT COLLATE "C",
  accent TEXT COLLATE "C",
  logo TEXT COLLATE "C",
  suspended_at BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE users (
  organisation_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  username TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C",
  owner BIGINT NOT NULL,
  password_hash TEXT COLLATE "C",
  password_set_at BIGINT,
  epoch BIGINT NOT NULL,
  role_set TEXT COLLATE "C" NOT NULL,
  factor_set TEXT COLLATE "C" NOT NULL,
  preferred_factor TEXT COLLATE "C",
  grace_until BIGINT,
  suspended_at BIGINT,
  last_login_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, user_id),
  UNIQUE (organisation_id, username),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);

CREATE TABLE addresses (
  organisation_id BYTEA NOT NULL,
  address_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  value BYTEA NOT NULL,
  look_up BYTEA NOT NULL,
  masked TEXT COLLATE "C" NOT NULL,
  verified_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, address_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX addresses_by_user ON addresses (organisation_id, user_id);
CREATE INDEX addresses_by_look_up ON addresses (organisation_id, look_up);

CREATE TABLE roles (
  organisation_id BYTEA NOT NULL,
  role_id BYTEA NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  owner_assigns BIGINT NOT NULL,
  api_integrator BIGINT NOT NULL,
  two_step BIGINT NOT NULL,
  trusted_days BIGINT NOT NULL,
  allowed_factors TEXT COLLATE "C",
  minimum TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, role_id),
  UNIQUE (organisation_id, key),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);

CREATE TABLE permissions (
  organisation_id BYTEA NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  built_in BIGINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, key),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);

CREATE TABLE role_permissions (
  organisation_id BYTEA NOT NULL,
  role_id BYTEA NOT NULL,
  permission_key TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, role_id, permission_key),
  FOREIGN KEY (organisation_id, role_id) REFERENCES roles (organisation_id, role_id),
  FOREIGN KEY (organisation_id, permission_key) REFERENCES permissions (organisation_id, key)
);

CREATE TABLE user_roles (
  organisation_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  role_id BYTEA NOT NULL,
  assigned_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, user_id, role_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id),
  FOREIGN KEY (organisation_id, role_id) REFERENCES roles (organisation_id, role_id)
);
CREATE INDEX user_roles_by_role ON user_roles (organisation_id, role_id);

-- consumed_through is the highest mark (a time step) this authenticator ever accepted; version guards its data.
CREATE TABLE authenticators (
  organisation_id BYTEA NOT NULL,
  authenticator_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  data BYTEA NOT NULL,
  data_format BIGINT NOT NULL,
  identifier BYTEA,
  channel BYTEA,
  relying_party TEXT COLLATE "C",
  failures BIGINT NOT NULL,
  wait_until BIGINT NOT NULL,
  consumed_through BIGINT NOT NULL,
  version BIGINT NOT NULL,
  last_used_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, authenticator_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX authenticators_by_user ON authenticators (organisation_id, user_id, kind);
CREATE UNIQUE INDEX authenticators_by_identifier ON authenticators (organisation_id, kind, identifier) WHERE identifier IS NOT NULL;

-- holder is the login or the session that the challenge is bound to. code_expires_at ends the code, expires_at the whole challenge.
CREATE TABLE challenges (
  organisation_id BYTEA NOT NULL,
  challenge_id BYTEA NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  user_id BYTEA,
  holder BYTEA NOT NULL,
  channel BYTEA,
  data BYTEA NOT NULL,
  data_format BIGINT NOT NULL,
  attempts_left BIGINT NOT NULL,
  resends BIGINT NOT NULL,
  resend_after BIGINT NOT NULL,
  code_expires_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, challenge_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);
CREATE INDEX challenges_by_holder ON challenges (organisation_id, holder);
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- next_state is the state that a right answer to the open challenge leads to, decided under the two epochs.
-- enrolling says which kind is being set up and when the password was asked for once more (JSON).
CREATE TABLE logins (
  organisation_id BYTEA NOT NULL,
  login_id BYTEA NOT NULL,
  secret_hash BYTEA NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  user_id BYTEA NOT NULL,
  session_id BYTEA,
  pass_id BYTEA,
  challenge_id BYTEA,
  evidence TEXT COLLATE "C" NOT NULL,
  next_state TEXT COLLATE "C" NOT NULL,
  enrolling TEXT COLLATE "C",
  user_epoch BIGINT NOT NULL,
  policy_epoch BIGINT NOT NULL,
  trusted_days BIGINT NOT NULL,
  offers_trust BIGINT NOT NULL,
  return_to TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, login_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX logins_by_user ON logins (organisation_id, user_id);
CREATE INDEX logins_by_expiry ON logins (expires_at);

CREATE TABLE sessions (
  organisation_id BYTEA NOT NULL,
  session_id BYTEA NOT NULL,
  secret_hash BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  evidence TEXT COLLATE "C" NOT NULL,
  user_epoch BIGINT NOT NULL,
  policy_epoch BIGINT NOT NULL,
  browser TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  device_id BYTEA,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, session_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX sessions_by_user ON sessions (organisation_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- A device remembers when it proved itself, not until when: the role card of the day decides.
CREATE TABLE trusted_devices (
  organisation_id BYTEA NOT NULL,
  device_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  secret_hash BYTEA NOT NULL,
  previous_hash BYTEA,
  rotated_at BIGINT NOT NULL,
  proved_at BIGINT NOT NULL,
  browser TEXT COLLATE "C" NOT NULL,
  last_used_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, device_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX trusted_devices_by_user ON trusted_devices (organisation_id, user_id);

-- A mailed link (forgotten password, invitation) or an enrolment pass. channel is the mailbox it went to.
CREATE TABLE passes (
  organisation_id BYTEA NOT NULL,
  pass_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  secret_hash BYTEA NOT NULL,
  channel BYTEA,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (organisation_id, pass_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE INDEX passes_by_user ON passes (organisation_id, user_id);

CREATE TABLE counters (
  organisation_id BYTEA NOT NULL,
  counter_key BYTEA NOT NULL,
  count BIGINT NOT NULL,
  wait_until BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, counter_key)
);
CREATE INDEX counters_by_expiry ON counters (expires_at);

CREATE TABLE deliveries (
  organisation_id BYTEA NOT NULL,
  delivery_id BYTEA NOT NULL,
  user_id BYTEA,
  channel TEXT COLLATE "C" NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  masked TEXT COLLATE "C" NOT NULL,
  content BYTEA,
  state TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  reason TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  settled_at BIGINT,
  PRIMARY KEY (organisation_id, delivery_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);

-- Work that any node may claim: kind says what, subject which row.
CREATE TABLE jobs (
  organisation_id BYTEA NOT NULL,
  job_id BYTEA NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  subject BYTEA NOT NULL,
  run_at BIGINT NOT NULL,
  claimed_until BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, job_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);
CREATE INDEX jobs_by_run_at ON jobs (run_at);

-- What happened, without personal data in clear; personal stands apart, and only its salted hash is sealed into the chain.
CREATE TABLE audit_events (
  organisation_id BYTEA NOT NULL,
  event_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  actor_id BYTEA,
  subject_id BYTEA,
  outcome TEXT COLLATE "C" NOT NULL,
  details TEXT COLLATE "C" NOT NULL,
  personal TEXT COLLATE "C",
  personal_salt BYTEA NOT NULL,
  personal_hash BYTEA NOT NULL,
  seal_no BIGINT,
  seal_position BIGINT,
  PRIMARY KEY (organisation_id, event_id)
);
CREATE INDEX audit_events_by_subject ON audit_events (organisation_id, subject_id, event_id);
CREATE INDEX audit_events_unsealed ON audit_events (organisation_id, event_id) WHERE seal_no IS NULL;

CREATE TABLE audit_seals (
  organisation_id BYTEA NOT NULL,
  seal_no BIGINT NOT NULL,
  event_count BIGINT NOT NULL,
  root BYTEA NOT NULL,
  previous_root BYTEA NOT NULL,
  signature BYTEA NOT NULL,
  sealed_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, seal_no)
);

CREATE TABLE settings (
  organisation_id BYTEA NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, key)
);

-- Messages by telephone: what the outbox must know of one to hand it over once, to read a report about it and to see who pumps for codes;
-- and the accounts that carry them. `prefix` is made by the key ring, and so is all that a gateway's account must be told (`data`).

ALTER TABLE organisations
  ADD COLUMN phone_channels TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX users_owning ON users (organisation_id) WHERE owner = 1;
CREATE INDEX role_permissions_by_permission ON role_permissions (organisation_id, permission_key);

-- Who else comes through the same mailbox or number.
CREATE INDEX authenticators_by_channel ON authenticators (organisation_id, channel) WHERE channel IS NOT NULL;

ALTER TABLE deliveries
  ADD COLUMN challenge_id BYTEA;
ALTER TABLE deliveries
  ADD COLUMN country TEXT COLLATE "C";
ALTER TABLE deliveries
  ADD COLUMN prefix BYTEA;
ALTER TABLE deliveries
  ADD COLUMN gateway_id BYTEA;
ALTER TABLE deliveries
  ADD COLUMN gateway_reference TEXT COLLATE "C";
ALTER TABLE deliveries
  ADD COLUMN parts BIGINT;
ALTER TABLE deliveries
  ADD COLUMN price_micro BIGINT;
ALTER TABLE deliveries
  ADD COLUMN currency TEXT COLLATE "C";
ALTER TABLE deliveries
  ADD COLUMN handed_at BIGINT;
ALTER TABLE deliveries
  ADD COLUMN reported_at BIGINT;
ALTER TABLE deliveries
  ADD COLUMN answered_at BIGINT;
CREATE INDEX deliveries_by_challenge ON deliveries (organisation_id, challenge_id, delivery_id) WHERE challenge_id IS NOT NULL;
CREATE INDEX deliveries_by_prefix ON deliveries (organisation_id, prefix, created_at) WHERE prefix IS NOT NULL;
CREATE INDEX deliveries_by_reference ON deliveries (organisation_id, gateway_id, gateway_reference) WHERE gateway_reference IS NOT NULL;
CREATE INDEX deliveries_by_gateway ON deliveries (organisation_id, gateway_id, delivery_id) WHERE gateway_id IS NOT NULL;
CREATE INDEX deliveries_by_channel ON deliveries (organisation_id, channel, delivery_id);
CREATE INDEX deliveries_by_state ON deliveries (organisation_id, state, delivery_id);
-- A message has content while it waits, and a call a little longer.
CREATE INDEX deliveries_with_content ON deliveries (expires_at) WHERE content IS NOT NULL;

CREATE TABLE gateways (
  organisation_id BYTEA NOT NULL,
  gateway_id BYTEA NOT NULL,
  position BIGINT NOT NULL,
  driver TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  channels TEXT COLLATE "C" NOT NULL,
  data BYTEA NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  trouble TEXT COLLATE "C",
  trouble_at BIGINT,
  balance_micro BIGINT,
  balance_currency TEXT COLLATE "C",
  balance_at BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, gateway_id),
  FOREIGN KEY (organisation_id) REFERENCES organisations (organisation_id)
);

-- Whether an authenticator lives in one device, which it cannot leave: whoever has nothing else is shut out when it is lost.
ALTER TABLE authenticators
  ADD COLUMN on_one_device BIGINT NOT NULL DEFAULT 0;
CREATE INDEX authenticators_on_one_device ON authenticators (organisation_id, user_id) WHERE on_one_device = 1;

-- An eID that an import binds, by its keyed hash: a number is one person's, in the file as in the organisation.
ALTER TABLE import_authenticators
  ADD COLUMN identifier BYTEA;
CREATE INDEX import_authenticators_by_identifier ON import_authenticators (organisation_id, import_id, kind, identifier, user_id)
  WHERE identifier IS NOT NULL;

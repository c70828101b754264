-- An eID that an import binds, by its keyed hash: a number is one person's, in the file as in the organisation.
ALTER TABLE import_authenticators
  ADD COLUMN identifier BLOB;
CREATE INDEX import_authenticators_by_identifier ON import_authenticators (organisation_id, import_id, kind, identifier, user_id)
  WHERE identifier IS NOT NULL;

-- What SQLite's planner is to know of it, as in `statistics`.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('import_authenticators', 'import_authenticators_by_identifier', '1000000 1000000 100000 50000 1 1');

-- What an import keeps of somebody is found when they are erased.
CREATE INDEX import_rows_by_user ON import_rows (organisation_id, user_id) WHERE user_id IS NOT NULL;

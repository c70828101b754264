-- Each engine searches texts in its own way: SQLite by its trigram index, PostgreSQL by pg_trgm. What is written is the same on both.

-- What people are searched by: name, username, mailboxes, the last digits of their numbers.
CREATE TABLE user_texts (
  text_no INTEGER PRIMARY KEY,
  organisation_id BLOB NOT NULL,
  user_id BLOB NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (organisation_id, user_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE VIRTUAL TABLE user_search USING fts5 (content, content='user_texts', content_rowid='text_no', tokenize='trigram');
CREATE TRIGGER user_texts_added AFTER INSERT ON user_texts BEGIN
  INSERT INTO user_search (rowid, content) VALUES (new.text_no, new.content);
END;
CREATE TRIGGER user_texts_removed AFTER DELETE ON user_texts BEGIN
  INSERT INTO user_search (user_search, rowid, content) VALUES ('delete', old.text_no, old.content);
END;
CREATE TRIGGER user_texts_changed AFTER UPDATE ON user_texts BEGIN
  INSERT INTO user_search (user_search, rowid, content) VALUES ('delete', old.text_no, old.content);
  INSERT INTO user_search (rowid, content) VALUES (new.text_no, new.content);
END;

INSERT INTO user_texts (organisation_id, user_id, content)
  SELECT u.organisation_id, u.user_id, lower(u.name || ' ' || u.username) FROM users u;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('user_texts', 'sqlite_autoindex_user_texts_1', '1000000 1000000 1');

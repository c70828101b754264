-- Each engine searches texts in its own way: SQLite by its trigram index, PostgreSQL by pg_trgm. What is written is the same on both.

-- What people are searched by: name, username, mailboxes, the last digits of their numbers.
CREATE TABLE user_texts (
  text_no BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation_id BYTEA NOT NULL,
  user_id BYTEA NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  UNIQUE (organisation_id, user_id),
  FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, user_id)
);
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX user_search ON user_texts USING gin (content gin_trgm_ops);

INSERT INTO user_texts (organisation_id, user_id, content)
  SELECT u.organisation_id, u.user_id, lower(u.name || ' ' || u.username) FROM users u;

-- Requests that were carried out under an Idempotency-Key, each with its answer: written in the transaction of what it did,
-- so that there is one where something was done and none where nothing was.
CREATE TABLE rhumbline.idempotency_keys (
  actor        text NOT NULL CHECK (actor <> ''),
  operation    text NOT NULL CHECK (operation <> ''),
  key          text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
  -- SHA-256 of what was asked for: another request under the same key is refused.
  request_hash text NOT NULL CHECK (request_hash ~ '^[0-9a-f]{64}$'),
  -- JSON; encrypted where it has a secret in it.
  answer       text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (actor, operation, key)
);
CREATE INDEX idempotency_keys_expired ON rhumbline.idempotency_keys (expires_at);

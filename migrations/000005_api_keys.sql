-- A key is rh_<prefix>_<secret>. Only the hash of the whole is kept; the prefix finds the row.
CREATE TABLE rhumbline.api_keys (
  prefix      text PRIMARY KEY CHECK (prefix ~ '^[0-9a-z]{12}$'),
  key_hash    bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  scopes      text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['submit', 'read', 'review', 'admin']),
  -- Null: not bound to a platform, acts for any.
  platform_id text REFERENCES rhumbline.platforms,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz,
  revoked_at  timestamptz
);

-- The systems whose users own the data. A platform's required references identify an asset for ever.
CREATE TABLE rhumbline.platforms (
  platform_id   text PRIMARY KEY CHECK (platform_id ~ '^[a-z0-9][a-z0-9_-]{0,49}$'),
  display_name  text NOT NULL CHECK (display_name <> ''),
  required_refs text[] NOT NULL CHECK (cardinality(required_refs) > 0 AND array_position(required_refs, NULL) IS NULL),
  optional_refs text[] NOT NULL DEFAULT '{}' CHECK (array_position(optional_refs, NULL) IS NULL),
  is_active     boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CHECK (NOT required_refs && optional_refs)
);

INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs)
VALUES ('ddh', 'Development Data Hub', ARRAY['dataset_id', 'resource_id']);

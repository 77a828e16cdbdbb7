-- Somebody asked for the job's end. Kept, so that the reconciler asks Temporal again where the first call was lost.
ALTER TABLE rhumbline.jobs ADD COLUMN cancel_requested_at timestamptz;

-- Which version is the latest one: the highest approved.
CREATE INDEX asset_versions_approved ON rhumbline.asset_versions (asset_id, ordinal) WHERE approval_state = 'approved';

ALTER TABLE rhumbline.platforms
  ADD COLUMN row_version integer NOT NULL DEFAULT 1 CHECK (row_version > 0),
  ADD COLUMN updated_at  timestamptz NOT NULL DEFAULT now();

-- A key that was rotated: its successor. The old one goes on until it expires.
ALTER TABLE rhumbline.api_keys
  ADD COLUMN replaced_by text UNIQUE REFERENCES rhumbline.api_keys CHECK (replaced_by <> prefix),
  ADD CONSTRAINT api_keys_rotated CHECK (replaced_by IS NULL OR expires_at IS NOT NULL);
CREATE INDEX api_keys_of_platform ON rhumbline.api_keys (platform_id, prefix);

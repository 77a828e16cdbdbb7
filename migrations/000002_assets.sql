-- An asset is what a platform's references name; its versions are what was submitted for it, one after the other.
CREATE TABLE rhumbline.assets (
  asset_id      text PRIMARY KEY CHECK (asset_id ~ '^[0-9a-f]{32}$'),
  platform_id   text NOT NULL REFERENCES rhumbline.platforms,
  platform_refs jsonb NOT NULL CHECK (jsonb_typeof(platform_refs) = 'object'),
  data_type     text NOT NULL CHECK (data_type IN ('raster', 'vector')),
  clearance     text NOT NULL DEFAULT 'uncleared' CHECK (clearance IN ('uncleared', 'ouo', 'public')),
  row_version   integer NOT NULL DEFAULT 1 CHECK (row_version > 0),
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  deleted_at    timestamptz,
  UNIQUE (asset_id, platform_id)
);
CREATE INDEX assets_platform ON rhumbline.assets (platform_id, asset_id);

CREATE TABLE rhumbline.asset_versions (
  asset_id           text NOT NULL,
  ordinal            integer NOT NULL CHECK (ordinal > 0),
  platform_id        text NOT NULL,
  version_label      text CHECK (char_length(version_label) BETWEEN 1 AND 100),
  processing_state   text NOT NULL DEFAULT 'queued'
    CHECK (processing_state IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
  approval_state     text NOT NULL DEFAULT 'pending_review'
    CHECK (approval_state IN ('pending_review', 'approved', 'rejected')),
  -- Counts reprocessings: 0 is the job of the submission itself.
  revision           integer NOT NULL DEFAULT 0 CHECK (revision >= 0),
  current_job_id     text NOT NULL,
  request_id         text NOT NULL CHECK (char_length(request_id) BETWEEN 1 AND 64),
  -- SHA-256 of the submitted body: tells a repeated submission from another one under the same request id.
  request_hash       text NOT NULL CHECK (request_hash ~ '^[0-9a-f]{64}$'),
  submitted_by       text CHECK (char_length(submitted_by) BETWEEN 1 AND 64),
  outputs            jsonb CHECK (jsonb_typeof(outputs) = 'object'),
  content_hash       text,
  blob_path          text,
  table_name         text,
  stac_item_id       text,
  stac_collection_id text,
  last_error         jsonb CHECK (last_error ? 'code' AND last_error ? 'message'),
  reviewer           text,
  reviewed_at        timestamptz,
  rejection_reason   text,
  row_version        integer NOT NULL DEFAULT 1 CHECK (row_version > 0),
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),

  PRIMARY KEY (asset_id, ordinal),
  FOREIGN KEY (asset_id, platform_id) REFERENCES rhumbline.assets (asset_id, platform_id),
  CONSTRAINT asset_versions_request UNIQUE (platform_id, request_id),
  CONSTRAINT asset_versions_job_name CHECK (current_job_id = asset_id || '-v' || ordinal || '-r' || revision),
  CONSTRAINT asset_versions_completed CHECK (processing_state <> 'completed' OR outputs IS NOT NULL),
  CONSTRAINT asset_versions_failed CHECK (processing_state <> 'failed' OR last_error IS NOT NULL),
  CONSTRAINT asset_versions_approved CHECK (approval_state <> 'approved' OR processing_state = 'completed'),
  CONSTRAINT asset_versions_resolved_at_rest
    CHECK (approval_state = 'pending_review' OR processing_state IN ('completed', 'failed', 'cancelled')),
  CONSTRAINT asset_versions_reviewed
    CHECK ((approval_state = 'pending_review') = (reviewer IS NULL) AND (reviewer IS NULL) = (reviewed_at IS NULL)),
  CONSTRAINT asset_versions_reason CHECK ((approval_state = 'rejected') = (rejection_reason IS NOT NULL))
);
-- A new version is refused while an earlier one awaits its review.
CREATE UNIQUE INDEX asset_versions_one_unresolved ON rhumbline.asset_versions (asset_id)
  WHERE approval_state = 'pending_review';

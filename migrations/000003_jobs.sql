-- One run of a plan. job_id is also the Temporal Workflow ID and the version's current_job_id.
CREATE TABLE rhumbline.jobs (
  job_id            text PRIMARY KEY CHECK (job_id ~ '^[a-z0-9][a-z0-9_-]{0,127}$'),
  asset_id          text,
  ordinal           integer,
  revision          integer,
  platform_id       text REFERENCES rhumbline.platforms,
  workflow_id       text NOT NULL CHECK (char_length(workflow_id) BETWEEN 1 AND 64),
  workflow_version  integer NOT NULL CHECK (workflow_version > 0),
  -- json, not jsonb: the plan's nodes are in topological order, and jsonb would sort them by name.
  plan              json NOT NULL CHECK (json_typeof(plan) = 'object'),
  plan_hash         text NOT NULL CHECK (plan_hash ~ '^[0-9a-f]{64}$'),
  inputs            json NOT NULL CHECK (json_typeof(inputs) = 'object'),
  state             text NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  attempt           integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
  -- Of the last report taken in for this attempt: older ones come too late.
  report_sequence   bigint NOT NULL DEFAULT -1,
  percent           real NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
  result            jsonb,
  error             jsonb CHECK (error ? 'code' AND error ? 'message'),
  correlation_id    text CHECK (char_length(correlation_id) BETWEEN 1 AND 64),
  callback_url      text CHECK (char_length(callback_url) BETWEEN 1 AND 512),
  priority          smallint NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 10),
  idempotency_key   text CHECK (char_length(idempotency_key) BETWEEN 1 AND 64),
  submitted_by      text NOT NULL,
  software_version  text NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now(),
  started_at        timestamptz,
  ended_at          timestamptz,
  -- When the reconciler last compared the row with Temporal.
  checked_at        timestamptz,

  FOREIGN KEY (asset_id, ordinal) REFERENCES rhumbline.asset_versions (asset_id, ordinal),
  FOREIGN KEY (asset_id, platform_id) REFERENCES rhumbline.assets (asset_id, platform_id),
  CONSTRAINT jobs_of_asset UNIQUE (asset_id, ordinal, revision),
  CONSTRAINT jobs_asset_whole CHECK (
    num_nonnulls(asset_id, ordinal, revision) IN (0, 3) AND (asset_id IS NULL OR platform_id IS NOT NULL)),
  CONSTRAINT jobs_asset_name CHECK (asset_id IS NULL OR job_id = asset_id || '-v' || ordinal || '-r' || revision),
  CONSTRAINT jobs_ended CHECK ((state IN ('completed', 'failed', 'cancelled')) = (ended_at IS NOT NULL)),
  CONSTRAINT jobs_completed CHECK ((state = 'completed') = (result IS NOT NULL)),
  CONSTRAINT jobs_failed CHECK (state <> 'failed' OR error IS NOT NULL),
  CONSTRAINT jobs_running CHECK (state <> 'running' OR started_at IS NOT NULL)
);
CREATE UNIQUE INDEX jobs_idempotency ON rhumbline.jobs (workflow_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_unfinished ON rhumbline.jobs (checked_at NULLS FIRST) WHERE state IN ('pending', 'running');

-- Deferred, because version and first job are born in one transaction and each refers to the other.
ALTER TABLE rhumbline.asset_versions ADD CONSTRAINT asset_versions_current_job
  FOREIGN KEY (current_job_id) REFERENCES rhumbline.jobs DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE rhumbline.job_nodes (
  job_id          text NOT NULL REFERENCES rhumbline.jobs ON DELETE CASCADE,
  node_id         text NOT NULL,
  -- Place in the plan's topological order.
  position        integer NOT NULL CHECK (position >= 0),
  kind            text NOT NULL,
  handler         text,
  state           text NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'ready', 'running', 'completed', 'failed', 'skipped', 'cancelled')),
  -- Of the job's report that set the state.
  report_sequence bigint NOT NULL DEFAULT -1,
  -- The handler's attempt that reported `percent`.
  attempt         integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
  percent         real NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
  error           jsonb CHECK (error ? 'code' AND error ? 'message'),
  note            text,
  started_at      timestamptz,
  ended_at        timestamptz,
  PRIMARY KEY (job_id, node_id)
);

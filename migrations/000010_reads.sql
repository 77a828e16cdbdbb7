-- What lists are read from. However many rows there are, each page is a walk along one index, in the order of the list.

-- One row an asset, with how its newest version stands. Kept by the triggers below and by nothing else.
CREATE TABLE rhumbline.asset_summaries (
  asset_id         text PRIMARY KEY REFERENCES rhumbline.assets ON DELETE CASCADE,
  platform_id      text NOT NULL,
  platform_refs    jsonb NOT NULL,
  data_type        text NOT NULL,
  clearance        text NOT NULL,
  -- Of the newest version, and the workflow of its current job; null while there is none.
  newest_ordinal   integer,
  processing_state text,
  approval_state   text,
  workflow_id      text,
  -- The highest that is approved.
  latest_ordinal   integer,
  row_version      integer NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  deleted_at       timestamptz
);

-- Runs at the transaction's end, so that this row's lock comes after all others. The first statement waits for other
-- transactions at the same asset; the second sees what they have committed.
CREATE FUNCTION rhumbline.summarize_asset() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed text := CASE WHEN TG_OP = 'DELETE' THEN OLD.asset_id ELSE NEW.asset_id END;
BEGIN
  PERFORM FROM rhumbline.asset_summaries WHERE asset_id = changed FOR UPDATE;
  INSERT INTO rhumbline.asset_summaries AS summary
    (asset_id, platform_id, platform_refs, data_type, clearance, newest_ordinal, processing_state, approval_state,
     workflow_id, latest_ordinal, row_version, created_at, updated_at, deleted_at)
  SELECT asset.asset_id, asset.platform_id, asset.platform_refs, asset.data_type, asset.clearance, newest.ordinal,
         newest.processing_state, newest.approval_state, job.workflow_id, latest.ordinal, asset.row_version, asset.created_at,
         GREATEST(asset.updated_at, newest.updated_at), asset.deleted_at
  FROM rhumbline.assets AS asset
  LEFT JOIN LATERAL (
    SELECT ordinal, processing_state, approval_state, current_job_id, updated_at
    FROM rhumbline.asset_versions WHERE asset_id = asset.asset_id ORDER BY ordinal DESC LIMIT 1) AS newest ON true
  LEFT JOIN LATERAL (
    SELECT ordinal FROM rhumbline.asset_versions
    WHERE asset_id = asset.asset_id AND approval_state = 'approved' ORDER BY ordinal DESC LIMIT 1) AS latest ON true
  LEFT JOIN rhumbline.jobs AS job ON job.job_id = newest.current_job_id
  WHERE asset.asset_id = changed
  ON CONFLICT (asset_id) DO UPDATE
  SET clearance = EXCLUDED.clearance, newest_ordinal = EXCLUDED.newest_ordinal,
      processing_state = EXCLUDED.processing_state, approval_state = EXCLUDED.approval_state,
      workflow_id = EXCLUDED.workflow_id, latest_ordinal = EXCLUDED.latest_ordinal, row_version = EXCLUDED.row_version,
      updated_at = EXCLUDED.updated_at, deleted_at = EXCLUDED.deleted_at
  WHERE (summary.clearance, summary.newest_ordinal, summary.processing_state, summary.approval_state,
         summary.workflow_id, summary.latest_ordinal, summary.row_version, summary.updated_at, summary.deleted_at)
    IS DISTINCT FROM (EXCLUDED.clearance, EXCLUDED.newest_ordinal, EXCLUDED.processing_state, EXCLUDED.approval_state,
         EXCLUDED.workflow_id, EXCLUDED.latest_ordinal, EXCLUDED.row_version, EXCLUDED.updated_at, EXCLUDED.deleted_at);
  RETURN NULL;
END;
$$;
CREATE CONSTRAINT TRIGGER assets_summary AFTER INSERT OR UPDATE ON rhumbline.assets
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rhumbline.summarize_asset();
CREATE CONSTRAINT TRIGGER asset_versions_summary AFTER INSERT OR UPDATE OR DELETE ON rhumbline.asset_versions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rhumbline.summarize_asset();

INSERT INTO rhumbline.asset_summaries
  (asset_id, platform_id, platform_refs, data_type, clearance, newest_ordinal, processing_state, approval_state,
   workflow_id, latest_ordinal, row_version, created_at, updated_at, deleted_at)
SELECT asset.asset_id, asset.platform_id, asset.platform_refs, asset.data_type, asset.clearance, newest.ordinal,
       newest.processing_state, newest.approval_state, job.workflow_id, latest.ordinal, asset.row_version, asset.created_at,
       GREATEST(asset.updated_at, newest.updated_at), asset.deleted_at
FROM rhumbline.assets AS asset
LEFT JOIN (
  SELECT DISTINCT ON (asset_id) * FROM rhumbline.asset_versions ORDER BY asset_id, ordinal DESC) AS newest USING (asset_id)
LEFT JOIN (
  SELECT asset_id, max(ordinal) AS ordinal FROM rhumbline.asset_versions
  WHERE approval_state = 'approved' GROUP BY asset_id) AS latest USING (asset_id)
LEFT JOIN rhumbline.jobs AS job ON job.job_id = newest.current_job_id;

-- Each filter alone, for those who see all platforms and for those who see one, in the order of creation.
CREATE INDEX asset_list ON rhumbline.asset_summaries (created_at, asset_id) WHERE deleted_at IS NULL;
CREATE INDEX asset_list_by_state ON rhumbline.asset_summaries (processing_state, created_at, asset_id)
  WHERE deleted_at IS NULL;
CREATE INDEX asset_list_by_approval ON rhumbline.asset_summaries (approval_state, created_at, asset_id)
  WHERE deleted_at IS NULL;
CREATE INDEX asset_list_by_clearance ON rhumbline.asset_summaries (clearance, created_at, asset_id)
  WHERE deleted_at IS NULL;
CREATE INDEX asset_list_by_data_type ON rhumbline.asset_summaries (data_type, created_at, asset_id)
  WHERE deleted_at IS NULL;
CREATE INDEX asset_list_by_workflow ON rhumbline.asset_summaries (workflow_id, created_at, asset_id)
  WHERE deleted_at IS NULL;
CREATE INDEX asset_list_of_platform ON rhumbline.asset_summaries (platform_id, created_at, asset_id)
  WHERE deleted_at IS NULL;
CREATE INDEX asset_list_of_platform_by_state
  ON rhumbline.asset_summaries (platform_id, processing_state, created_at, asset_id) WHERE deleted_at IS NULL;
CREATE INDEX asset_list_of_platform_by_approval
  ON rhumbline.asset_summaries (platform_id, approval_state, created_at, asset_id) WHERE deleted_at IS NULL;
CREATE INDEX asset_list_of_platform_by_clearance
  ON rhumbline.asset_summaries (platform_id, clearance, created_at, asset_id) WHERE deleted_at IS NULL;
CREATE INDEX asset_list_of_platform_by_data_type
  ON rhumbline.asset_summaries (platform_id, data_type, created_at, asset_id) WHERE deleted_at IS NULL;
CREATE INDEX asset_list_of_platform_by_workflow
  ON rhumbline.asset_summaries (platform_id, workflow_id, created_at, asset_id) WHERE deleted_at IS NULL;
CREATE INDEX asset_list_deleted ON rhumbline.asset_summaries (created_at, asset_id) WHERE deleted_at IS NOT NULL;

-- A request id is looked up without its platform too.
CREATE INDEX asset_versions_of_request ON rhumbline.asset_versions (request_id);
CREATE INDEX asset_versions_unfinished ON rhumbline.asset_versions (current_job_id)
  WHERE processing_state IN ('queued', 'processing');

CREATE INDEX job_list ON rhumbline.jobs (created_at, job_id);
CREATE INDEX job_list_by_state ON rhumbline.jobs (state, created_at, job_id);
CREATE INDEX job_list_by_workflow ON rhumbline.jobs (workflow_id, created_at, job_id);
CREATE INDEX job_list_of_platform ON rhumbline.jobs (platform_id, created_at, job_id);
CREATE INDEX job_list_of_platform_by_state ON rhumbline.jobs (platform_id, state, created_at, job_id);
CREATE INDEX job_list_of_platform_by_workflow ON rhumbline.jobs (platform_id, workflow_id, created_at, job_id);
CREATE INDEX job_list_of_asset ON rhumbline.jobs (asset_id, created_at, job_id) WHERE asset_id IS NOT NULL;
CREATE INDEX job_list_active ON rhumbline.jobs (created_at, job_id) WHERE state IN ('pending', 'running');

CREATE INDEX job_nodes_running ON rhumbline.job_nodes (COALESCE(started_at, to_timestamp(0)), job_id, node_id)
  WHERE state = 'running';
CREATE INDEX job_nodes_failed ON rhumbline.job_nodes (COALESCE(ended_at, to_timestamp(0)), job_id, node_id)
  WHERE state = 'failed';

CREATE INDEX events_of_kind ON rhumbline.events (kind, event_id);
CREATE INDEX events_of_platform ON rhumbline.events (platform_id, event_id) WHERE platform_id IS NOT NULL;

-- What the public door reads: no plans, inputs, hashes of bodies or raw outputs.
CREATE VIEW rhumbline.asset_view AS
SELECT asset_id, platform_id, platform_refs, data_type, clearance, newest_ordinal, processing_state, approval_state,
       workflow_id, latest_ordinal, row_version, created_at, updated_at, deleted_at
FROM rhumbline.asset_summaries;

CREATE VIEW rhumbline.version_view AS
SELECT version.asset_id, version.ordinal, version.platform_id, version.version_label, version.request_id,
       version.processing_state, version.approval_state, version.revision, version.current_job_id, version.blob_path,
       version.table_name, version.stac_item_id, version.stac_collection_id, version.content_hash, version.last_error,
       version.submitted_by, version.reviewer, version.reviewed_at, version.rejection_reason, version.row_version,
       version.created_at, version.updated_at, asset.deleted_at
FROM rhumbline.asset_versions AS version JOIN rhumbline.assets AS asset USING (asset_id);

CREATE VIEW rhumbline.job_view AS
SELECT job_id, asset_id, ordinal, revision, platform_id, workflow_id, workflow_version, state, is_paused,
       round(percent::numeric, 1)::float8 AS percent, attempt, priority, correlation_id, submitted_by, software_version,
       result, error, created_at, started_at, ended_at, checked_at
FROM rhumbline.jobs;

CREATE VIEW rhumbline.running_node_view AS
SELECT COALESCE(node.started_at, to_timestamp(0)) AS since, node.job_id, node.node_id, node.kind, node.handler,
       round(node.percent::numeric, 1)::float8 AS percent, node.attempt, node.last_failure, node.items,
       job.platform_id, job.asset_id, job.ordinal, job.workflow_id, node.started_at
FROM rhumbline.job_nodes AS node JOIN rhumbline.jobs AS job USING (job_id)
WHERE node.state = 'running';

CREATE VIEW rhumbline.failed_node_view AS
SELECT COALESCE(node.ended_at, to_timestamp(0)) AS since, node.job_id, node.node_id, node.kind, node.handler,
       node.attempt, node.error, node.note, job.platform_id, job.asset_id, job.ordinal, job.workflow_id,
       node.started_at, node.ended_at
FROM rhumbline.job_nodes AS node JOIN rhumbline.jobs AS job USING (job_id)
WHERE node.state = 'failed';

CREATE VIEW rhumbline.event_view AS
SELECT event_id, occurred_at, kind, actor, request_id, platform_id, asset_id, ordinal, job_id, node_id, before, after
FROM rhumbline.events;

CREATE VIEW rhumbline.timeline_view AS
SELECT entry.entry_id, entry.occurred_at, entry.job_id, entry.kind, entry.job_attempt, entry.node_id, entry.item_key,
       entry.attempt, entry.state, round(entry.percent::numeric, 1)::float8 AS percent, entry.error, entry.note,
       CASE WHEN event.event_id IS NOT NULL THEN jsonb_build_object('kind', event.kind, 'actor', event.actor,
         'request_id', event.request_id, 'before', event.before, 'after', event.after) END AS event
FROM rhumbline.job_timeline AS entry LEFT JOIN rhumbline.events AS event USING (event_id);

-- What has lost its other half, for as long as that is so: jobs that run although their version has another one, jobs
-- that the reconciler has not looked at, versions that wait for a job that has ended.
CREATE VIEW rhumbline.orphan_view AS
SELECT 'superseded_job' AS kind, job.job_id, job.platform_id, job.asset_id, job.ordinal, job.created_at AS since
FROM rhumbline.jobs AS job JOIN rhumbline.asset_versions AS version USING (asset_id, ordinal)
WHERE job.state IN ('pending', 'running') AND version.current_job_id <> job.job_id
UNION ALL
SELECT 'unattended_job', job_id, platform_id, asset_id, ordinal, COALESCE(checked_at, created_at)
FROM rhumbline.jobs
WHERE state IN ('pending', 'running') AND COALESCE(checked_at, created_at) < now() - interval '15 minutes'
UNION ALL
SELECT 'stranded_version', job.job_id, version.platform_id, version.asset_id, version.ordinal, job.ended_at
FROM rhumbline.asset_versions AS version JOIN rhumbline.jobs AS job ON job.job_id = version.current_job_id
WHERE version.processing_state IN ('queued', 'processing') AND job.state IN ('completed', 'failed', 'cancelled');

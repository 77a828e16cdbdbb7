-- What is past its age leaves the tables that are worked with. It is kept here, as it was, until it is past the archive's own age.
CREATE TABLE rhumbline.archive (
  archive_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('job', 'event', 'webhook')),
  record_id   text NOT NULL,
  platform_id text,
  -- When it ended, or happened.
  ended_at    timestamptz NOT NULL,
  archived_at timestamptz NOT NULL DEFAULT now(),
  -- json, not jsonb: as it was, plans in the order of their nodes.
  record      json NOT NULL CHECK (json_typeof(record) = 'object')
);
CREATE INDEX archive_records ON rhumbline.archive (kind, record_id);
CREATE INDEX archive_by_age ON rhumbline.archive (archived_at);

-- The trail of an asset is kept with the asset, also where it tells of a job that is archived.
ALTER TABLE rhumbline.events DROP CONSTRAINT events_job_id_fkey;

-- To find what is due, and to remove it without a look at every row that might refer to it.
CREATE INDEX asset_versions_job ON rhumbline.asset_versions (current_job_id);
CREATE INDEX job_timeline_of_event ON rhumbline.job_timeline (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX events_without_asset ON rhumbline.events (occurred_at) WHERE asset_id IS NULL;
CREATE INDEX webhook_deliveries_ended_at ON rhumbline.webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

-- When it was seen to that nothing is left of a failed job's products.
ALTER TABLE rhumbline.jobs ADD COLUMN products_swept_at timestamptz;
CREATE INDEX jobs_products_unswept ON rhumbline.jobs (ended_at)
  WHERE state IN ('failed', 'cancelled') AND products_swept_at IS NULL;

-- The functions run with their owner's rights, as nobody else may remove anything of the trail. They move what is due in the
-- transaction that they are called in, and whatever they are asked for, nothing that is younger than a day.

-- Jobs that no version has as its own: of reprocessed versions those before, and those that make no version. With their nodes,
-- their timeline, and their events but for those that are about an asset.
CREATE FUNCTION rhumbline.archive_jobs(older_than timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  due text[];
BEGIN
  SELECT array_agg(chosen.job_id) INTO due FROM (
    SELECT job.job_id FROM rhumbline.jobs AS job
    WHERE job.ended_at < LEAST(older_than, now() - interval '1 day')
      AND NOT EXISTS (SELECT FROM rhumbline.asset_versions AS version WHERE version.current_job_id = job.job_id)
    ORDER BY job.ended_at LIMIT at_most FOR UPDATE SKIP LOCKED) AS chosen;
  IF due IS NULL THEN RETURN 0; END IF;
  INSERT INTO rhumbline.archive (kind, record_id, platform_id, ended_at, record)
  SELECT 'job', job.job_id, job.platform_id, job.ended_at, json_build_object(
    'job', row_to_json(job),
    'nodes', COALESCE((SELECT json_agg(node ORDER BY node.position) FROM rhumbline.job_nodes AS node
      WHERE node.job_id = job.job_id), '[]'),
    'timeline', COALESCE((SELECT json_agg(entry ORDER BY entry.occurred_at, entry.entry_id)
      FROM rhumbline.job_timeline AS entry WHERE entry.job_id = job.job_id), '[]'),
    'events', COALESCE((SELECT json_agg(event ORDER BY event.event_id) FROM rhumbline.events AS event
      WHERE event.job_id = job.job_id), '[]'))
  FROM rhumbline.jobs AS job WHERE job.job_id = ANY(due);
  DELETE FROM rhumbline.jobs WHERE job_id = ANY(due);
  DELETE FROM rhumbline.events WHERE job_id = ANY(due) AND (asset_id IS NULL OR kind LIKE 'Job:%' OR kind LIKE 'Node:%');
  RETURN cardinality(due);
END;
$$;

-- Events that are about no asset, and about no job that is still there.
CREATE FUNCTION rhumbline.archive_events(older_than timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moved integer;
BEGIN
  WITH due AS (
    SELECT event.event_id FROM rhumbline.events AS event
    WHERE event.asset_id IS NULL AND event.occurred_at < LEAST(older_than, now() - interval '1 day')
      AND NOT EXISTS (SELECT FROM rhumbline.jobs AS job WHERE job.job_id = event.job_id)
      AND NOT EXISTS (SELECT FROM rhumbline.job_timeline AS entry WHERE entry.event_id = event.event_id)
    ORDER BY event.occurred_at LIMIT at_most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM rhumbline.events AS event USING due WHERE event.event_id = due.event_id RETURNING event.*
  )
  INSERT INTO rhumbline.archive (kind, record_id, platform_id, ended_at, record)
  SELECT 'event', event_id::text, platform_id, occurred_at, row_to_json(gone) FROM gone ORDER BY event_id;
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END;
$$;

-- Callbacks that were delivered or given up.
CREATE FUNCTION rhumbline.archive_webhooks(older_than timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moved integer;
BEGIN
  WITH due AS (
    SELECT delivery_id FROM rhumbline.webhook_deliveries
    WHERE ended_at < LEAST(older_than, now() - interval '1 day')
    ORDER BY ended_at LIMIT at_most FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM rhumbline.webhook_deliveries AS delivery USING due WHERE delivery.delivery_id = due.delivery_id
    RETURNING delivery.*
  )
  INSERT INTO rhumbline.archive (kind, record_id, platform_id, ended_at, record)
  SELECT 'webhook', delivery_id, platform_id, ended_at, row_to_json(gone) FROM gone;
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END;
$$;

CREATE FUNCTION rhumbline.prune_archive(older_than timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  removed integer;
BEGIN
  DELETE FROM rhumbline.archive WHERE archive_id IN (
    SELECT archive_id FROM rhumbline.archive WHERE archived_at < LEAST(older_than, now() - interval '1 day')
    ORDER BY archived_at LIMIT at_most FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END;
$$;

-- Who may call them is granted with all other rights.
REVOKE ALL ON FUNCTION rhumbline.archive_jobs, rhumbline.archive_events, rhumbline.archive_webhooks, rhumbline.prune_archive
  FROM PUBLIC;

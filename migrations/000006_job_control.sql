-- Pause, retry from failure, and what there is to show of a job on its way.
ALTER TABLE rhumbline.jobs
  ADD COLUMN is_paused          boolean NOT NULL DEFAULT false,
  -- When the attempt was asked for, when it began, and how far the job was then.
  ADD COLUMN attempt_at         timestamptz,
  ADD COLUMN attempt_started_at timestamptz,
  ADD COLUMN attempt_percent    real NOT NULL DEFAULT 0 CHECK (attempt_percent BETWEEN 0 AND 100),
  -- What the last retry asked for: kept, so that the reconciler can start an attempt whose start was lost.
  ADD COLUMN retry_request      jsonb CHECK (jsonb_typeof(retry_request) = 'object');
UPDATE rhumbline.jobs SET attempt_at = created_at, attempt_started_at = started_at;
ALTER TABLE rhumbline.jobs
  ALTER COLUMN attempt_at SET DEFAULT now(),
  ALTER COLUMN attempt_at SET NOT NULL,
  ADD CONSTRAINT jobs_retried CHECK (attempt = 1 OR retry_request IS NOT NULL),
  ADD CONSTRAINT jobs_paused CHECK (NOT is_paused OR state IN ('pending', 'running'));
CREATE INDEX jobs_ended_lately ON rhumbline.jobs (ended_at, workflow_id, state) WHERE ended_at IS NOT NULL;

ALTER TABLE rhumbline.job_nodes
  -- Of a fan-out: how many of its items are in which state, and the first of those that failed, each with its fault.
  ADD COLUMN items        jsonb CHECK (jsonb_typeof(items) = 'object'),
  ADD COLUMN failed_items jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(failed_items) = 'array'),
  -- Of the last attempt that failed while the node is still open.
  ADD COLUMN last_failure jsonb CHECK (last_failure ? 'code' AND last_failure ? 'message');

-- What happened to a job, as it happened: kept for as long as the job, however short Temporal's retention is.
CREATE TABLE rhumbline.job_timeline (
  entry_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_id      text NOT NULL REFERENCES rhumbline.jobs ON DELETE CASCADE,
  job_attempt integer NOT NULL CHECK (job_attempt > 0),
  occurred_at timestamptz NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('event', 'node', 'attempt_started', 'attempt_failed', 'progress')),
  node_id     text,
  -- Of a fan-out's item.
  item_key    text,
  -- The handler's.
  attempt     integer CHECK (attempt > 0),
  state       text,
  percent     real CHECK (percent BETWEEN 0 AND 100),
  error       jsonb CHECK (error ? 'code' AND error ? 'message'),
  note        text,
  event_id    bigint REFERENCES rhumbline.events,
  -- Of what makes the entry this one, so that what is told twice stands here once.
  entry_key   uuid NOT NULL,
  CONSTRAINT job_timeline_once UNIQUE (job_id, entry_key),
  CHECK ((kind = 'event') = (event_id IS NOT NULL)),
  CHECK (kind = 'event' OR node_id IS NOT NULL),
  CHECK ((kind = 'node') = (state IS NOT NULL)),
  CHECK ((kind IN ('attempt_started', 'attempt_failed', 'progress')) = (attempt IS NOT NULL)),
  CHECK (kind <> 'attempt_failed' OR error IS NOT NULL),
  CHECK ((kind = 'progress') = (percent IS NOT NULL))
);
CREATE INDEX job_timeline_in_order ON rhumbline.job_timeline (job_id, occurred_at, entry_id);

-- Jobs of before: their events told of their nodes too.
INSERT INTO rhumbline.job_timeline (job_id, job_attempt, occurred_at, kind, node_id, state, event_id, entry_key)
SELECT job_id, 1, occurred_at, CASE WHEN is_node THEN 'node' ELSE 'event' END, node_id,
       CASE WHEN is_node THEN after->>'state' END, CASE WHEN NOT is_node THEN event_id END,
       md5('event:' || event_id)::uuid
FROM (SELECT *, kind LIKE 'Node:%' AS is_node FROM rhumbline.events WHERE job_id IS NOT NULL) AS known
ORDER BY event_id;

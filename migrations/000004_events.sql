-- What happened, who did it and what changed. Appended to, never changed.
CREATE TABLE rhumbline.events (
  event_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  occurred_at timestamptz NOT NULL DEFAULT now(),
  kind        text NOT NULL CHECK (kind ~ '^[A-Z][A-Za-z]+:[A-Z][A-Za-z]+$'),
  actor       text NOT NULL CHECK (actor <> ''),
  -- The HTTP request's, where one caused it.
  request_id  text,
  platform_id text REFERENCES rhumbline.platforms,
  asset_id    text REFERENCES rhumbline.assets,
  ordinal     integer,
  job_id      text REFERENCES rhumbline.jobs,
  node_id     text,
  before      jsonb,
  after       jsonb,
  CHECK (ordinal IS NULL OR asset_id IS NOT NULL),
  CHECK (node_id IS NULL OR job_id IS NOT NULL)
);
CREATE INDEX events_of_asset ON rhumbline.events (asset_id, event_id) WHERE asset_id IS NOT NULL;
CREATE INDEX events_of_job ON rhumbline.events (job_id, event_id) WHERE job_id IS NOT NULL;

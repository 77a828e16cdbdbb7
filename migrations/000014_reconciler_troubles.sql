-- Jobs that the reconciler cannot bring together with Temporal: so often in a row, since then, and what it last failed of.
CREATE TABLE rhumbline.job_troubles (
  job_id     text PRIMARY KEY REFERENCES rhumbline.jobs ON DELETE CASCADE,
  -- Of the job: another attempt begins anew.
  attempt    integer NOT NULL CHECK (attempt > 0),
  failures   integer NOT NULL DEFAULT 1 CHECK (failures > 0),
  first_at   timestamptz NOT NULL DEFAULT now(),
  last_at    timestamptz NOT NULL DEFAULT now(),
  last_error jsonb NOT NULL CHECK (jsonb_typeof(last_error) = 'object')
);

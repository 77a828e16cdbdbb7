-- What chunks and batches that are under way have done of a fan-out's items, beyond what its job has reported.
ALTER TABLE rhumbline.job_nodes
  -- As reported last, and when that was; `items` counts the parts as well.
  ADD COLUMN items_reported jsonb CHECK (jsonb_typeof(items_reported) = 'object'),
  ADD COLUMN items_at       timestamptz,
  -- Parts that were under way then.
  ADD COLUMN open_parts     text[] NOT NULL DEFAULT '{}',
  -- By part: `{ "at", "completed", "failed", "skipped" }`.
  ADD COLUMN parts          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(parts) = 'object');

-- When a job's percentage last moved: to those who poll, a sign of life.
ALTER TABLE rhumbline.jobs ADD COLUMN percent_at timestamptz;

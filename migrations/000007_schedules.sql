-- What schedules submit: the plan as it was when the schedule was last brought in line with its spec.
CREATE TABLE rhumbline.schedules (
  workflow_id text PRIMARY KEY CHECK (char_length(workflow_id) BETWEEN 1 AND 64),
  -- json, not jsonb: the plan's nodes are in topological order, and jsonb would sort them by name.
  plan        json NOT NULL CHECK (json_typeof(plan) = 'object'),
  plan_hash   text NOT NULL CHECK (plan_hash ~ '^[0-9a-f]{64}$'),
  inputs      json NOT NULL CHECK (json_typeof(inputs) = 'object'),
  updated_at  timestamptz NOT NULL DEFAULT now()
);

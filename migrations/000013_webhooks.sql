-- What callbacks to clients are signed with. Encrypted by the services, which have to read them to sign.
CREATE TABLE rhumbline.webhook_secrets (
  secret_id   uuid PRIMARY KEY,
  platform_id text NOT NULL REFERENCES rhumbline.platforms,
  sealed      text NOT NULL CHECK (sealed <> ''),
  created_at  timestamptz NOT NULL DEFAULT now(),
  -- Of one that has a successor: so long both are signed with.
  expires_at  timestamptz
);
CREATE UNIQUE INDEX webhook_secrets_newest ON rhumbline.webhook_secrets (platform_id) WHERE expires_at IS NULL;
CREATE INDEX webhook_secrets_of_platform ON rhumbline.webhook_secrets (platform_id, created_at);

-- Callbacks, each written in the transaction of the change that it tells of.
CREATE TABLE rhumbline.webhook_deliveries (
  -- The header webhook-id. In its Temporal Workflow ID, too.
  delivery_id     text PRIMARY KEY CHECK (delivery_id ~ '^msg_[0-9a-f]{32}$'),
  platform_id     text NOT NULL REFERENCES rhumbline.platforms,
  asset_id        text NOT NULL,
  ordinal         integer NOT NULL,
  request_id      text NOT NULL,
  type            text NOT NULL CHECK (type ~ '^version\.[a-z_.]+$'),
  url             text NOT NULL CHECK (char_length(url) BETWEEN 1 AND 512),
  -- Text: every attempt signs and sends the same bytes.
  body            text NOT NULL,
  -- dead: given up.
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  -- One more each time that somebody asks for it again.
  round           integer NOT NULL DEFAULT 1 CHECK (round > 0),
  -- Of this round.
  attempts        integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  last_attempt_at timestamptz,
  -- HTTP status of the last answer; null where there was none.
  last_status     integer,
  last_error      jsonb CHECK (last_error ? 'code' AND last_error ? 'message'),
  created_at      timestamptz NOT NULL DEFAULT now(),
  ended_at        timestamptz,
  -- When its workflow was last started or looked at.
  checked_at      timestamptz,

  FOREIGN KEY (asset_id, ordinal) REFERENCES rhumbline.asset_versions (asset_id, ordinal),
  CONSTRAINT webhook_deliveries_ended CHECK ((state = 'pending') = (ended_at IS NULL)),
  CONSTRAINT webhook_deliveries_dead CHECK (state <> 'dead' OR last_error IS NOT NULL)
);
CREATE INDEX webhook_deliveries_due ON rhumbline.webhook_deliveries (checked_at NULLS FIRST) WHERE state = 'pending';
CREATE INDEX webhook_delivery_list ON rhumbline.webhook_deliveries (state, created_at, delivery_id);
CREATE INDEX webhook_delivery_list_of_platform
  ON rhumbline.webhook_deliveries (platform_id, state, created_at, delivery_id);
CREATE INDEX webhook_deliveries_of_version ON rhumbline.webhook_deliveries (asset_id, ordinal);

-- Without the body; of the address nothing that may be a secret of its owner's.
CREATE VIEW rhumbline.webhook_delivery_view AS
SELECT delivery_id, platform_id, asset_id, ordinal, request_id, type, split_part(split_part(url, '#', 1), '?', 1) AS url, state, round,
       attempts, last_attempt_at, last_status, last_error, created_at, ended_at
FROM rhumbline.webhook_deliveries;

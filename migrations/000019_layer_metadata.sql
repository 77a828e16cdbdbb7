-- How a web map shows an asset: what its layer is called, drawn like and owed to. One an asset, written by those who run the
-- service.

-- Of all rows together, so that what is made again after it was removed is not taken for what it was.
CREATE SEQUENCE rhumbline.layer_row_versions AS integer;

CREATE TABLE rhumbline.layer_metadata (
  asset_id    text PRIMARY KEY REFERENCES rhumbline.assets,
  -- The asset's, for ever: by which lists of one platform walk.
  platform_id text NOT NULL REFERENCES rhumbline.platforms,
  title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  description text,
  attribution text,
  license     text,
  style       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(style) = 'object'),
  legend      jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(legend) = 'array'),
  tags        text[] NOT NULL DEFAULT '{}',
  min_zoom    float8 CHECK (min_zoom BETWEEN 0 AND 30),
  max_zoom    float8 CHECK (max_zoom BETWEEN 0 AND 30),
  extra       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(extra) = 'object'),
  row_version integer NOT NULL DEFAULT nextval('rhumbline.layer_row_versions'),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT layer_metadata_zooms CHECK (min_zoom <= max_zoom)
);
CREATE INDEX layer_metadata_of_platform ON rhumbline.layer_metadata (platform_id, asset_id);

-- What a collection says of its items (extent, summaries), for those who see only some of them. It is computed anew at the end of
-- each transaction that changed an item, or who may see one, and so is true at any time.

-- An item goes with its version: it is not there once the version is rejected, or has another job than the one that registered it.
CREATE OR REPLACE VIEW rhumbline.shown_items AS
SELECT item_jobs.collection_id, item_jobs.item_id, assets.platform_id,
       assets.clearance = 'public' AND versions.approval_state = 'approved' AS is_public
FROM rhumbline.item_jobs
JOIN rhumbline.assets USING (asset_id)
JOIN rhumbline.asset_versions AS versions ON versions.current_job_id = item_jobs.job_id
WHERE assets.deleted_at IS NULL AND versions.approval_state <> 'rejected';

-- Of every item what its collection tells of all of them. Kept by triggers and by nothing else.
CREATE TABLE rhumbline.item_traits (
  collection_id text NOT NULL,
  item_id       text NOT NULL,
  -- Of its bbox, where the antimeridian is the edge: what lies across is as wide as the globe. Null where it has none.
  west          float8,
  south         float8,
  east          float8,
  north         float8,
  -- The same where longitude 0 is the edge: from 0 to 360.
  turned_west   float8,
  turned_east   float8,
  starts        timestamptz,
  ends          timestamptz,
  gsd           float8,
  -- Of its data, `raster:spatial_resolution`.
  resolution    float8,
  -- By the names of properties, and of fields of bands and assets, which values there are. The same for most items.
  traits        jsonb NOT NULL,
  PRIMARY KEY (collection_id, item_id)
);

-- The same of all items of a collection that are for the same readers, a row each. Kept by triggers and by nothing else.
CREATE TABLE rhumbline.collection_summaries (
  collection_id text NOT NULL,
  audience      text NOT NULL CHECK (audience IN ('public', 'platform', 'hidden')),
  -- Empty but for the audience platform.
  platform_id   text NOT NULL,
  west          float8,
  south         float8,
  east          float8,
  north         float8,
  turned_west   float8,
  turned_east   float8,
  starts        timestamptz,
  ends          timestamptz,
  least_gsd     float8,
  greatest_gsd  float8,
  least_resolution    float8,
  greatest_resolution float8,
  traits        jsonb NOT NULL,
  PRIMARY KEY (collection_id, audience, platform_id)
);

-- Where a transaction has changed anything; emptied at its end. No two transactions have a row in common.
CREATE TABLE rhumbline.changed_collections (
  collection_id  text NOT NULL,
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- One that has come to it; empty for whatever else has happened.
  item_id        text NOT NULL,
  PRIMARY KEY (collection_id, transaction_id, item_id)
);

-- In PL/pgSQL, which plans its statements once a session: a function in SQL is planned anew for each item.
CREATE FUNCTION rhumbline.put_item_traits(
  in_collection text, in_item text, in_content jsonb, in_starts timestamptz, in_ends timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  box        jsonb := in_content->'bbox';
  properties jsonb := in_content->'properties';
  resolution jsonb := in_content->'assets'->'data'->'raster:spatial_resolution';
  row        rhumbline.item_traits;
BEGIN
  row.collection_id := in_collection;
  row.item_id := in_item;
  IF jsonb_typeof(box) = 'array' AND NOT jsonb_path_exists(box, '$[*] ? (@.type() != "number")')
     AND jsonb_array_length(box) IN (4, 6) THEN
    row.west := (box->0)::float8;
    row.south := (box->1)::float8;
    row.east := (box->(jsonb_array_length(box) / 2))::float8;
    row.north := (box->(jsonb_array_length(box) / 2 + 1))::float8;
    IF row.west >= 0 THEN
      row.turned_west := row.west;
      row.turned_east := CASE WHEN row.west > row.east THEN row.east + 360 ELSE row.east END;
    ELSIF row.west <= row.east AND row.east <= 0 THEN
      row.turned_west := row.west + 360;
      row.turned_east := row.east + 360;
    ELSE
      row.turned_west := 0;
      row.turned_east := 360;
    END IF;
    IF row.west > row.east THEN
      row.west := -180;
      row.east := 180;
    END IF;
  END IF;
  row.starts := nullif(in_starts, '-infinity');
  row.ends := nullif(in_ends, 'infinity');
  row.gsd := CASE jsonb_typeof(properties->'gsd') WHEN 'number' THEN (properties->'gsd')::float8 END;
  row.resolution := CASE jsonb_typeof(resolution) WHEN 'number' THEN resolution::float8 END;
  SELECT coalesce(jsonb_object_agg(name, many), '{}') INTO row.traits FROM (
    SELECT name, jsonb_agg(DISTINCT value) AS many FROM (
      SELECT name, value
      FROM unnest(ARRAY['proj:code', 'rhumbline:raster_class', 'platform', 'constellation', 'mission', 'instruments']) AS name,
           jsonb_path_query(properties->name, 'lax $[*]') AS value
      UNION ALL
      SELECT name, described->name
      FROM jsonb_path_query(in_content, 'lax $.assets.*') AS asset,
           LATERAL (SELECT asset UNION ALL SELECT jsonb_path_query(asset, 'lax $.bands[*]')) AS parts (described),
           unnest(ARRAY['data_type', 'eo:common_name']) AS name
    ) AS named (name, value)
    WHERE jsonb_typeof(value) = 'string' AND char_length(value #>> '{}') <= 200
    GROUP BY name) AS grouped;
  DELETE FROM rhumbline.item_traits WHERE collection_id = in_collection AND item_id = in_item;
  INSERT INTO rhumbline.item_traits SELECT row.*;
END
$$;

-- Of many items that come at once it is not each that is counted in.
CREATE FUNCTION rhumbline.note_collection(in_collection text, in_item text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  others integer;
BEGIN
  SELECT count(*) INTO others FROM rhumbline.changed_collections
  WHERE collection_id = in_collection AND transaction_id = pg_current_xact_id();
  INSERT INTO rhumbline.changed_collections (collection_id, item_id)
  VALUES (in_collection, CASE WHEN others < 10 THEN in_item ELSE '' END) ON CONFLICT DO NOTHING;
END
$$;

CREATE OR REPLACE FUNCTION rhumbline.keep_item_job() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM rhumbline.item_jobs WHERE collection_id = OLD.collection AND item_id = OLD.id;
    DELETE FROM rhumbline.item_traits WHERE collection_id = OLD.collection AND item_id = OLD.id;
    PERFORM rhumbline.note_collection(OLD.collection, '');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM rhumbline.put_item_job(NEW.collection, NEW.id, NEW.content);
    PERFORM rhumbline.put_item_traits(NEW.collection, NEW.id, NEW.content, NEW.datetime, NEW.end_datetime);
    PERFORM rhumbline.note_collection(NEW.collection, CASE TG_OP WHEN 'INSERT' THEN NEW.id ELSE '' END);
    -- Whoever changes the asset meanwhile would not know of the item.
    PERFORM FROM rhumbline.assets WHERE asset_id = (
      SELECT asset_id FROM rhumbline.item_jobs WHERE collection_id = NEW.collection AND item_id = NEW.id) FOR SHARE;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION rhumbline.forget_collection() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM rhumbline.item_jobs WHERE collection_id = OLD.id;
  DELETE FROM rhumbline.item_traits WHERE collection_id = OLD.id;
  PERFORM rhumbline.note_collection(OLD.id, '');
  RETURN NULL;
END
$$;

-- Who sees the items of an asset follows from its clearance and deletion, and from the decision on its versions and their jobs.
CREATE FUNCTION rhumbline.note_collections_of_asset() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM rhumbline.note_collection(collection_id, '') FROM (
    SELECT DISTINCT collection_id FROM rhumbline.item_jobs WHERE asset_id = NEW.asset_id ORDER BY collection_id) AS theirs;
  RETURN NULL;
END
$$;
CREATE TRIGGER assets_collections AFTER UPDATE OF clearance, deleted_at ON rhumbline.assets
  FOR EACH ROW EXECUTE FUNCTION rhumbline.note_collections_of_asset();
CREATE TRIGGER asset_versions_collections AFTER INSERT OR UPDATE OF approval_state, current_job_id ON rhumbline.asset_versions
  FOR EACH ROW EXECUTE FUNCTION rhumbline.note_collections_of_asset();

-- Of one item, or of all for an empty one. To compile the statement would take longer than it does.
CREATE FUNCTION rhumbline.summaries_of(in_collection text, in_item text) RETURNS SETOF rhumbline.collection_summaries
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN QUERY
  WITH kinds AS MATERIALIZED (
    SELECT audience, CASE audience WHEN 'platform' THEN platform_id ELSE '' END AS platform_id, item.traits,
           min(west) AS west, min(south) AS south, max(east) AS east, max(north) AS north,
           min(turned_west) AS turned_west, max(turned_east) AS turned_east, min(starts) AS starts, max(ends) AS ends,
           min(gsd) AS least_gsd, max(gsd) AS greatest_gsd,
           min(resolution) AS least_resolution, max(resolution) AS greatest_resolution
    FROM rhumbline.item_traits AS item LEFT JOIN rhumbline.shown_items AS shown USING (collection_id, item_id),
         LATERAL (SELECT CASE WHEN shown.is_public THEN 'public' WHEN shown.item_id IS NULL THEN 'hidden' ELSE 'platform' END)
           AS seen (audience)
    WHERE item.collection_id = in_collection AND (in_item = '' OR item.item_id = in_item)
    GROUP BY 1, 2, 3
  ), named AS (
    SELECT audience, platform_id, name, rhumbline.few_of(jsonb_agg(DISTINCT value)) AS many
    FROM kinds, jsonb_each(kinds.traits) AS trait (name, theirs), jsonb_array_elements(theirs) AS value
    GROUP BY audience, platform_id, name
  )
  SELECT in_collection, audience, platform_id, min(west), min(south), max(east), max(north), min(turned_west), max(turned_east),
         min(starts), max(ends), min(least_gsd), max(greatest_gsd), min(least_resolution), max(greatest_resolution),
         coalesce((SELECT jsonb_object_agg(name, many) FROM named
                   WHERE (named.audience, named.platform_id) = (kinds.audience, kinds.platform_id)), '{}')
  FROM kinds GROUP BY audience, platform_id;
END
$$;

-- One more than anybody is told, so that it can be seen that there are too many.
CREATE FUNCTION rhumbline.few_of(in_values jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.jsonb_path_query_array(in_values, '$[0 to 100]') $$;

-- One transaction at a time at a collection: the statements that follow the lock see what the others have committed.
CREATE FUNCTION rhumbline.summarize_collection(in_collection text, in_item text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('rhumbline.collection_summaries ' || in_collection, 0));
  IF in_item = '' THEN
    DELETE FROM rhumbline.collection_summaries WHERE collection_id = in_collection;
  END IF;
  INSERT INTO rhumbline.collection_summaries AS known SELECT * FROM rhumbline.summaries_of(in_collection, in_item)
  ON CONFLICT (collection_id, audience, platform_id) DO UPDATE
  SET west = least(known.west, EXCLUDED.west), south = least(known.south, EXCLUDED.south),
      east = greatest(known.east, EXCLUDED.east), north = greatest(known.north, EXCLUDED.north),
      turned_west = least(known.turned_west, EXCLUDED.turned_west),
      turned_east = greatest(known.turned_east, EXCLUDED.turned_east),
      starts = least(known.starts, EXCLUDED.starts), ends = greatest(known.ends, EXCLUDED.ends),
      least_gsd = least(known.least_gsd, EXCLUDED.least_gsd),
      greatest_gsd = greatest(known.greatest_gsd, EXCLUDED.greatest_gsd),
      least_resolution = least(known.least_resolution, EXCLUDED.least_resolution),
      greatest_resolution = greatest(known.greatest_resolution, EXCLUDED.greatest_resolution),
      traits = (
        SELECT coalesce(jsonb_object_agg(name, many), '{}') FROM (
          SELECT name, rhumbline.few_of(jsonb_agg(DISTINCT value)) AS many
          FROM (SELECT * FROM jsonb_each(known.traits) UNION ALL SELECT * FROM jsonb_each(EXCLUDED.traits)) AS both_of (name, theirs),
               jsonb_array_elements(theirs) AS value
          GROUP BY name) AS merged);
END
$$;

CREATE FUNCTION rhumbline.summarize_changed_collection() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM rhumbline.changed_collections
  WHERE (collection_id, transaction_id, item_id) = (NEW.collection_id, NEW.transaction_id, NEW.item_id);
  PERFORM rhumbline.summarize_collection(NEW.collection_id, NEW.item_id);
  RETURN NULL;
END
$$;
-- At the transaction's end, so that the collection's lock comes after all others and is held for as long as this takes.
CREATE CONSTRAINT TRIGGER changed_collections_summary AFTER INSERT ON rhumbline.changed_collections
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rhumbline.summarize_changed_collection();

REVOKE EXECUTE ON FUNCTION
  rhumbline.put_item_traits, rhumbline.note_collection, rhumbline.note_collections_of_asset, rhumbline.summaries_of,
  rhumbline.few_of, rhumbline.summarize_collection, rhumbline.summarize_changed_collection FROM PUBLIC;

SELECT rhumbline.put_item_traits(collection, id, content, datetime, end_datetime) FROM pgstac.items;
SELECT rhumbline.summarize_collection(id, '') FROM pgstac.collections;

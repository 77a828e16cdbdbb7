-- An item of an approved version is replaced when a later version is approved, and not before. Until then what the later one's job
-- registers under its id waits here; it is dropped when that version is rejected, or has another job.
CREATE TABLE rhumbline.waiting_items (
  collection_id text NOT NULL,
  item_id       text NOT NULL,
  -- The present job of a version that awaits its review; where a child workflow of it registered the item, the job itself.
  job_id        text NOT NULL,
  content       jsonb NOT NULL CHECK (jsonb_typeof(content) = 'object'),
  PRIMARY KEY (collection_id, item_id)
);
CREATE INDEX waiting_items_of_job ON rhumbline.waiting_items (job_id);

CREATE FUNCTION rhumbline.lock_catalogue() RETURNS void
LANGUAGE sql AS $$ SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('rhumbline.catalogue', 0)) $$;

-- pgstac does so only for all collections at once.
CREATE FUNCTION rhumbline.update_extent(in_collection text) RETURNS void
LANGUAGE sql SET search_path = pgstac, public SET timezone = 'UTC' AS $$
  UPDATE pgstac.collections
  SET content = jsonb_set_lax(content, '{extent}', pgstac.collection_extent(id, true), true, 'return_target')
  WHERE id = in_collection;
$$;

-- With the rights of whoever changes the version, who may load the catalogue, and with the search path that pgstac's functions need.
-- The asset's row is held, as registrations hold it before they lock the catalogue.
CREATE FUNCTION rhumbline.settle_waiting_items() RETURNS trigger
LANGUAGE plpgsql SET search_path = pgstac, public SET timezone = 'UTC' AS $$
BEGIN
  IF NEW.approval_state = 'approved' AND EXISTS (SELECT FROM rhumbline.waiting_items WHERE job_id = NEW.current_job_id) THEN
    PERFORM rhumbline.lock_catalogue();
    INSERT INTO pgstac.items_staging_upsert (content)
    SELECT content FROM rhumbline.waiting_items WHERE job_id = NEW.current_job_id;
    PERFORM rhumbline.update_extent(collection_id) FROM (
      SELECT DISTINCT collection_id FROM rhumbline.waiting_items WHERE job_id = NEW.current_job_id ORDER BY collection_id) AS theirs;
  END IF;
  DELETE FROM rhumbline.waiting_items WHERE job_id = OLD.current_job_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER asset_versions_waiting_items AFTER UPDATE OF approval_state, current_job_id ON rhumbline.asset_versions
  FOR EACH ROW WHEN (OLD.approval_state <> NEW.approval_state OR OLD.current_job_id <> NEW.current_job_id)
  EXECUTE FUNCTION rhumbline.settle_waiting_items();

-- What waits for its place in a collection goes with it.
CREATE OR REPLACE FUNCTION rhumbline.forget_collection() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM rhumbline.item_jobs WHERE collection_id = OLD.id;
  DELETE FROM rhumbline.item_traits WHERE collection_id = OLD.id;
  DELETE FROM rhumbline.waiting_items WHERE collection_id = OLD.id;
  PERFORM rhumbline.note_collection(OLD.id, '');
  RETURN NULL;
END
$$;

-- Which job each item of the catalogue is from, kept beside the items by triggers: who may see an item follows from its
-- job's asset, and is asked of every item that a search comes upon. Items without a job, or of one without an asset, are
-- not in the view.
CREATE TABLE rhumbline.item_jobs (
  collection_id text NOT NULL,
  item_id       text NOT NULL,
  -- The job itself, where a child workflow of it registered the item.
  job_id        text NOT NULL,
  -- Null: a job without an asset.
  asset_id      text,
  PRIMARY KEY (collection_id, item_id)
);
CREATE INDEX item_jobs_of_asset ON rhumbline.item_jobs (asset_id, collection_id) WHERE asset_id IS NOT NULL;

CREATE UNIQUE INDEX asset_versions_of_job ON rhumbline.asset_versions (current_job_id);

CREATE FUNCTION rhumbline.put_item_job(in_collection text, in_item text, in_content jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO rhumbline.item_jobs (collection_id, item_id, job_id, asset_id)
  SELECT in_collection, in_item, job, substring(job FROM '^([0-9a-f]{32})-v[0-9]+-r[0-9]+$')
  FROM split_part(in_content->'properties'->>'rhumbline:job_id', '/', 1) AS job
  WHERE job <> ''
  ON CONFLICT (collection_id, item_id) DO UPDATE SET job_id = EXCLUDED.job_id, asset_id = EXCLUDED.asset_id;
$$;

-- As the owner: pgstac writes items as a role of its own.
CREATE FUNCTION rhumbline.keep_item_job() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM rhumbline.item_jobs WHERE collection_id = OLD.collection AND item_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM rhumbline.put_item_job(NEW.collection, NEW.id, NEW.content);
  END IF;
  RETURN NULL;
END
$$;

-- The items of a collection that is deleted are dropped with their tables, which no trigger of theirs hears of.
CREATE FUNCTION rhumbline.forget_collection() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM rhumbline.item_jobs WHERE collection_id = OLD.id;
  RETURN NULL;
END
$$;

REVOKE EXECUTE ON FUNCTION rhumbline.put_item_job, rhumbline.keep_item_job, rhumbline.forget_collection FROM PUBLIC;
-- As which pgstac makes partitions, which get the trigger too.
GRANT EXECUTE ON FUNCTION rhumbline.keep_item_job, rhumbline.forget_collection TO pgstac_admin;

CREATE TRIGGER rhumbline_item_job AFTER INSERT OR UPDATE OR DELETE ON pgstac.items
  FOR EACH ROW EXECUTE FUNCTION rhumbline.keep_item_job();
CREATE TRIGGER rhumbline_forget_collection AFTER DELETE ON pgstac.collections
  FOR EACH ROW EXECUTE FUNCTION rhumbline.forget_collection();

SELECT rhumbline.put_item_job(collection, id, content) FROM pgstac.items;

-- Items of assets that are not deleted. Public is what an approved version's job registered, of an asset that is public: an
-- item that a later version has taken over is so once that version is approved.
CREATE VIEW rhumbline.shown_items AS
SELECT item_jobs.collection_id, item_jobs.item_id, assets.platform_id,
       assets.clearance = 'public' AND EXISTS (
         SELECT FROM rhumbline.asset_versions
         WHERE current_job_id = item_jobs.job_id AND approval_state = 'approved') AS is_public
FROM rhumbline.item_jobs JOIN rhumbline.assets USING (asset_id)
WHERE assets.deleted_at IS NULL;

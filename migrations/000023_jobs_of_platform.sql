-- A job is of a platform where it is of an asset. Those without one are of whoever runs the service, so that any of them may replace the
-- items that others of them have registered.
ALTER TABLE rhumbline.jobs ADD CONSTRAINT jobs_of_platform CHECK ((asset_id IS NULL) = (platform_id IS NULL));

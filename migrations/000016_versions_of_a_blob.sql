-- By which the retention finds out whether anything refers to a blob.
CREATE INDEX asset_versions_of_blob ON rhumbline.asset_versions (blob_path) WHERE blob_path IS NOT NULL;

import pg from 'pg';

/**
 * Fills a database with assets, each with a version, a job of four nodes and three events, as years of use would:
 * one in ten thousand of them is of a rare kind (failed, public, vector, of another workflow or platform).
 *
 * @param url the owner's
 */
export async function generateAssets(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statementsFor(count)) await client.query(statement);
  } finally {
    await client.end();
  }
}

const TABLES = ['assets', 'asset_versions', 'jobs', 'job_nodes', 'events', 'asset_summaries'];

function statementsFor(count: number): string[] {
  const rare = (residue: number) => `i % 10000 = ${residue}`;
  const source = `FROM generate_series(1, ${count}) AS i`;
  const platform = `CASE WHEN ${rare(1)} THEN 'small' ELSE 'ddh' END`;
  const workflow = `CASE WHEN ${rare(2)} THEN 'rare' ELSE 'raster_ingest' END`;
  const state = `CASE WHEN ${rare(3)} THEN 'failed' WHEN ${rare(4)} THEN 'running' ELSE 'completed' END`;
  const processing = `CASE WHEN ${rare(3)} THEN 'failed' WHEN ${rare(4)} THEN 'processing' ELSE 'completed' END`;
  const at = `timestamptz '2026-01-01 00:00:00Z' + (i - ${count} / 2) * interval '1 second'`;
  const reviewed = `(${processing}) = 'completed' AND NOT ${rare(5)}`;
  return [
    `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs) VALUES ('small', 'Small', ARRAY['id'])`,
    ...TABLES.map((table) => `ALTER TABLE rhumbline.${table} DISABLE TRIGGER USER`),
    `INSERT INTO rhumbline.assets (asset_id, platform_id, platform_refs, data_type, clearance, created_at, updated_at)
     SELECT md5(i::text), ${platform}, jsonb_build_object('id', i::text), CASE WHEN ${rare(6)} THEN 'vector' ELSE 'raster' END,
            CASE WHEN ${rare(7)} THEN 'public' ELSE 'uncleared' END, ${at}, ${at} ${source}`,
    // Each refers to the other, and one of both waits for the end of the transaction.
    'BEGIN',
    `INSERT INTO rhumbline.asset_versions (asset_id, ordinal, platform_id, processing_state, approval_state, current_job_id,
       request_id, request_hash, outputs, last_error, reviewer, reviewed_at, created_at, updated_at)
     SELECT md5(i::text), 1, ${platform}, ${processing}, CASE WHEN ${reviewed} THEN 'approved' ELSE 'pending_review' END,
            md5(i::text) || '-v1-r0', 'r-' || i, repeat('0', 64), '{}',
            CASE WHEN (${state}) = 'failed' THEN '{"code":"x","message":"y"}'::jsonb END,
            CASE WHEN ${reviewed} THEN 'generated' END, CASE WHEN ${reviewed} THEN ${at} END, ${at}, ${at} ${source}`,
    `INSERT INTO rhumbline.jobs (job_id, asset_id, ordinal, revision, platform_id, workflow_id, workflow_version, plan,
       plan_hash, inputs, state, percent, result, error, submitted_by, software_version, created_at, started_at, ended_at)
     SELECT md5(i::text) || '-v1-r0', md5(i::text), 1, 0, ${platform}, ${workflow}, 1, '{}', repeat('0', 64), '{}', ${state},
            100, CASE WHEN (${state}) = 'completed' THEN '{}'::jsonb END,
            CASE WHEN (${state}) = 'failed' THEN '{"code":"x","message":"y"}'::jsonb END, 'generated', '0.0.0', ${at}, ${at},
            CASE WHEN (${state}) <> 'running' THEN ${at} END ${source}`,
    'COMMIT',
    `INSERT INTO rhumbline.job_nodes (job_id, node_id, position, kind, handler, state, started_at, ended_at, error)
     SELECT md5(i::text) || '-v1-r0', 'node_' || n, n, 'task', 'echo', CASE WHEN n = 3 THEN ${state} ELSE 'completed' END,
            ${at}, ${at}, CASE WHEN n = 3 AND (${state}) = 'failed' THEN '{"code":"x","message":"y"}'::jsonb END
     ${source}, generate_series(0, 3) AS n`,
    `INSERT INTO rhumbline.events (occurred_at, kind, actor, platform_id, asset_id, ordinal, job_id)
     SELECT ${at}, kind, 'generated', ${platform}, md5(i::text), 1, md5(i::text) || '-v1-r0'
     ${source}, unnest(ARRAY['AssetVersion:Submitted', 'Job:Created', CASE WHEN ${rare(3)} THEN 'Job:Failed' ELSE 'Job:Completed' END]) AS kind`,
    ...['assets', 'asset_versions', 'jobs'].map((table) => `ANALYZE rhumbline.${table}`),
    `INSERT INTO rhumbline.asset_summaries (asset_id, platform_id, platform_refs, data_type, clearance, newest_ordinal,
       processing_state, approval_state, workflow_id, latest_ordinal, row_version, created_at, updated_at)
     SELECT asset_id, asset.platform_id, platform_refs, data_type, clearance, 1, processing_state, approval_state, workflow_id,
            CASE WHEN approval_state = 'approved' THEN 1 END, 1, asset.created_at, asset.updated_at
     FROM rhumbline.assets AS asset JOIN rhumbline.asset_versions USING (asset_id) JOIN rhumbline.jobs USING (asset_id)`,
    ...TABLES.map((table) => `ALTER TABLE rhumbline.${table} ENABLE TRIGGER USER`),
    ...TABLES.map((table) => `VACUUM ANALYZE rhumbline.${table}`),
  ];
}

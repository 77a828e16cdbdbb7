import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { RUN_PLAN } from '../../src/plan/job.ts';
import { type Env, inputOf, planOf } from '../job.ts';
import { WorkerProcess } from '../worker-process.ts';
import { type Measured, measure } from './measure.ts';
import { SOURCE_BLOB } from './source-blob.ts';

const WORKER = fileURLToPath(new URL('../../src/main/worker.ts', import.meta.url));

/** The nodes of raster_ingest that convert in tiles. */
const SPEC = (place: string) => `
workflow_id: bench_tiles
version: 1
description: Convert in tiles.
nodes:
  validate:
    handler: raster_validate
    params: { container_name: ${SOURCE_BLOB.container_name}, blob_name: ${SOURCE_BLOB.blob_name}, raster_type: multispectral }
  plan_tiles:
    handler: raster_plan_tiles
    params: { raster: "{{ nodes.validate.output }}", tiled_above: 0 }
  tiles:
    type: fan_out
    source: "{{ nodes.plan_tiles.output.tiles }}"
    key: "{{ item.id }}"
    on_failure: fail_fast
    task:
      handler: raster_tile_cog
      params:
        id: "{{ item.id }}"
        window: "{{ item.window }}"
        overview_levels: "{{ nodes.plan_tiles.output.overview_levels }}"
        source: "{{ nodes.validate.output.source }}"
        raster_class: multispectral
        destination: { container_name: silver, blob_name: "bench/${place}.{{ item.id }}.tif" }
  tiles_made: { type: fan_in, from: tiles }
  mosaic:
    handler: raster_mosaic
    params:
      raster: "{{ nodes.validate.output }}"
      tiles: "{{ nodes.tiles_made.output }}"
      overview_levels: "{{ nodes.plan_tiles.output.overview_levels }}"
      raster_class: multispectral
      destination: { container_name: silver, blob_name: "bench/${place}" }
`;

/** A job from its start to its end, with so many workers that wait for work: blob to blobs. */
export async function throughWorkers(count: number, env: Env): Promise<Measured> {
  const workers = await Promise.all(Array.from({ length: count }, () => WorkerProcess.start(WORKER, env)));
  const connection = await Connection.connect({ address: env.TEMPORAL_ADDRESS ?? '' });
  const workflowId = `tiles-${count}-${Date.now()}`;
  const plan = planOf(SPEC(workflowId));
  const taskQueue = env.RHUMBLINE_TASK_QUEUE_LIGHT ?? '';
  try {
    const args = [inputOf(plan, workflowId, env)];
    return await measure('gdal_translate', () =>
      new Client({ connection }).workflow.execute(RUN_PLAN, { workflowId, taskQueue, args }),
    );
  } finally {
    await connection.close();
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../src/plan/json.ts';
import { ROOT } from '../support/stack.ts';

/** The runs whose histories are kept. Between them they take every path of the interpreter that specs can reach. */
export interface ReplayCase {
  name: string;
  spec: string;
  inputs: JsonObject;
  /** Cancel it once its first activity runs. */
  cancel?: boolean;
}

/** A small sound raster, put into bronze before the recording. */
export const SOURCE_BLOB = 'replay/source.tif';

export const REPLAY_CASES: readonly ReplayCase[] = [
  { name: 'completed', spec: await shipped('echo_test'), inputs: { steps: 3, step_delay: 0.05 } },
  { name: 'branch-taken', spec: await shipped('conditional_test'), inputs: { amount: 500 } },
  { name: 'branch-default', spec: await shipped('conditional_test'), inputs: {} },
  {
    name: 'ingest-refused',
    spec: await shipped('raster_ingest'),
    inputs: { container_name: 'bronze', blob_name: 'absent.tif' },
  },
  {
    name: 'ingest',
    spec: await shipped('raster_ingest'),
    inputs: { container_name: 'bronze', blob_name: SOURCE_BLOB, collection_id: 'replay' },
  },
  {
    name: 'failed',
    spec: `
workflow_id: failing
version: 1
nodes:
  bad: { handler: echo, params: { fail_with: no_luck } }
  after: { handler: echo, depends_on: bad }
  off: { handler: echo, when: "{{ job.attempt > 1 }}" }
  notice: { handler: echo, depends_on: { settled: [after, off] } }
`,
    inputs: {},
  },
  { name: 'cancelled', spec: await shipped('echo_test'), inputs: { steps: 600, step_delay: 0.1 }, cancel: true },
];

function shipped(id: string): Promise<string> {
  return readFile(join(ROOT, 'workflows', `${id}.yaml`), 'utf8');
}

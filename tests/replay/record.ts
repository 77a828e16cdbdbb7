import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { makeRaster } from '../integration/support/rasters.ts';
import { closeTemporalClient, finish, planOf, startPlan } from '../integration/support/run-spec.ts';
import { storageUrl, store } from '../integration/support/storage.ts';
import { codecOf, dataConverterOf } from '../support/data-converter.ts';
import { inlinePayloads } from '../support/payloads.ts';
import { eventually } from '../support/stack.ts';
import { REPLAY_CASES, type ReplayCase, SOURCE_BLOB } from './cases.ts';

const HELP = `Usage: node tests/replay/record.ts

Runs each case on the running stack and keeps its history for the replay test. Needs the variables of .rhumbline/stack.env.
Only for a new case, or after a change that is meant to break running jobs: a recording that a change has broken is the
alarm, not a chore.`;

if (process.argv.includes('--help')) console.log(HELP);
else await recordAll();

async function recordAll(): Promise<void> {
  await uploadSource();
  for (const replayCase of REPLAY_CASES) {
    const path = join(import.meta.dirname, 'histories', `${replayCase.name}.json`);
    await writeFile(path, `${JSON.stringify(await record(replayCase))}\n`);
    console.log(path);
  }
  await closeTemporalClient();
}

async function uploadSource(): Promise<void> {
  const path = await makeRaster(join(await mkdtemp(join(tmpdir(), 'rhumbline-replay-')), 'source.tif'));
  const ref = { container_name: 'bronze', blob_name: SOURCE_BLOB };
  await store.upload(path, ref, { content_type: 'image/tiff', mode: 'replace' });
}

async function record({ spec, inputs, cancel }: ReplayCase): Promise<unknown> {
  const handle = await startPlan(planOf(spec), inputs);
  if (cancel) {
    await eventually(async () => {
      const { raw } = await handle.describe();
      if (!raw.pendingActivities?.length) throw new Error('no activity is running');
    }, 10_000);
    await handle.cancel();
  }
  await finish(handle);
  const history = await handle.fetchHistory();
  await inlinePayloads(history, codecOf(dataConverterOf(storageUrl)));
  return JSON.parse(historyToJSON(history), withoutMachine);
}

/** Replaying needs neither stack traces nor names of processes; they would tell of the machine. */
function withoutMachine(key: string, value: unknown): unknown {
  return key === 'stackTrace' || key === 'identity' ? '' : value;
}

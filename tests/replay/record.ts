import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type History, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { makeRamp, makeRaster } from '../integration/support/rasters.ts';
import { closeTemporalClient, temporalClient } from '../integration/support/run-spec.ts';
import { storageUrl, store } from '../integration/support/storage.ts';
import { codecOf, dataConverterOf } from '../support/data-converter.ts';
import { inlinePayloads } from '../support/payloads.ts';
import { LARGE_SOURCE_BLOB, MOSAIC_BLOBS, REPLAY_CASES, type ReplayCase, SOURCE_BLOB } from './cases.ts';
import { missingKinds, type RecordedHistory, removeRecordings, writeRecording } from './histories.ts';
import { type EndedRun, runCase } from './run-case.ts';

const HELP = `Usage: node tests/replay/record.ts [CASE…]

Runs each case, or those named, on the running stack and keeps its histories for the replay test. Needs the variables of
.rhumbline/stack.env. Only for a new case, or after a change that is meant to break running jobs: a recording that a change has
broken is the alarm, not a chore.`;

/** Replaying needs none of these; they would tell of the machine, or differ in every recording. */
const LEFT_OUT: readonly string[] = ['stackTrace', 'identity', 'requestId'];

const { values: flags, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
if (flags.help) console.log(HELP);
else await recordAll(positionals);

async function recordAll(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !REPLAY_CASES.some((each) => each.name === name));
  if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}.`);
  await uploadSource();
  await removeRecordings(names);
  let total = 0;
  for (const replayCase of REPLAY_CASES) {
    if (names.length === 0 || names.includes(replayCase.name)) total += await keep(replayCase);
  }
  console.log(`${total} bytes`);
  await closeTemporalClient();
}

async function uploadSource(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rhumbline-replay-'));
  const upload = (path: string, blob_name: string) =>
    store.upload(path, { container_name: 'bronze', blob_name }, { content_type: 'image/tiff', mode: 'replace' });
  await upload(await makeRaster(join(folder, 'source.tif')), SOURCE_BLOB);
  for (const name of MOSAIC_BLOBS) await upload(join(folder, 'source.tif'), name);
  await upload(await makeRamp(join(folder, 'large.tif'), 1600, 1540, '-co', 'TILED=YES'), LARGE_SOURCE_BLOB);
}

/** @returns the bytes that its recordings take */
async function keep(replayCase: ReplayCase): Promise<number> {
  const { name, shows = [] } = replayCase;
  const histories = await historiesOf(await runCase(replayCase), name);
  const missing = missingKinds(shows, Object.values(histories));
  if (missing.length > 0) throw new Error(`The case ${name} has no ${missing.join(', ')}: it was not what it is for.`);
  let total = 0;
  for (const [recording, history] of Object.entries(histories)) {
    const bytes = await writeRecording(recording, history);
    console.log(`${recording}: ${history.events.length} events, ${bytes} bytes`);
    total += bytes;
  }
  return total;
}

/** Of a run, of one child of each type, and of what these continued as, by the names that they are kept under. */
async function historiesOf(run: EndedRun, name: string): Promise<Record<string, RecordedHistory>> {
  const found: Record<string, RecordedHistory> = {};
  for await (const [recording, history] of continuations(run, name)) {
    found[recording] = await recorded(history);
    for (const { childWorkflowExecutionStartedEventAttributes: child } of history.events ?? []) {
      const ofType = `${name}.${child?.workflowType?.name}`;
      const { workflowId, runId } = child?.workflowExecution ?? {};
      if (!workflowId || !runId || found[ofType]) continue;
      for await (const [its, one] of continuations({ workflowId, runId }, ofType)) found[its] = await recorded(one);
    }
  }
  return found;
}

/** A run and those that it continued as. */
async function* continuations({ workflowId, runId }: EndedRun, name: string): AsyncGenerator<[string, History]> {
  const { workflow } = await temporalClient();
  let next: string | null | undefined = runId;
  for (let run = 1; next; run += 1) {
    const history = await workflow.getHandle(workflowId, next).fetchHistory();
    yield [run === 1 ? name : `${name}.run-${run}`, history];
    next = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
}

/** With all payloads in it, so that it replays without a storage. */
async function recorded(history: History): Promise<RecordedHistory> {
  await inlinePayloads(history, codecOf(dataConverterOf(storageUrl)));
  return JSON.parse(historyToJSON(history), withoutMachine);
}

function withoutMachine(key: string, value: unknown): unknown {
  return LEFT_OUT.includes(key) ? '' : value;
}

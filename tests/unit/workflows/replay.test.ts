import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';

const logger = new DefaultLogger('ERROR');
Runtime.install({ logger });
const workflowsPath = fileURLToPath(new URL('../../../src/workflows/index.ts', import.meta.url));
const histories = new URL('../../replay/histories/', import.meta.url);

describe('the interpreter replays what was recorded: a change that breaks running jobs fails here', () => {
  let workflowBundle: WorkflowBundleWithSourceMap;
  before(async () => {
    workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
  });

  for (const name of [
    'completed',
    'branch-taken',
    'branch-default',
    'ingest',
    'ingest-refused',
    'failed',
    'cancelled',
  ]) {
    it(name, async () => {
      const history = JSON.parse(await readFile(new URL(`${name}.json`, histories), 'utf8'));
      await Worker.runReplayHistory({ workflowBundle }, history);
    });
  }

  it('and no recording is left out', async () => {
    assert.equal((await readdir(histories)).length, 7);
  });

  it('a changed history does not replay', async () => {
    const history = JSON.parse(await readFile(new URL('completed.json', histories), 'utf8'));
    const scheduled = history.events.find(
      (event: { activityTaskScheduledEventAttributes?: object }) => event.activityTaskScheduledEventAttributes,
    );
    scheduled.activityTaskScheduledEventAttributes.activityId = 'another';
    await assert.rejects(Worker.runReplayHistory({ workflowBundle }, history), { name: 'DeterminismViolationError' });
  });
});

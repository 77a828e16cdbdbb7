import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { newsSinks } from '../../../src/main/worker/news-sinks.ts';
import { traceSinks } from '../../../src/main/worker/trace-sinks.ts';
import { REPLAY_CASES } from '../../replay/cases.ts';
import { caseOf, missingKinds, readRecording, recordings } from '../../replay/histories.ts';
import { bundlePath } from '../../support/bundle.ts';
import { ROOT } from '../../support/stack.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const workflowBundle = { codePath: await bundlePath() };
const sinks = { ...newsSinks({ tell() {} }), ...traceSinks({ runEnded() {} }) };
const recorded = await recordings();

async function* histories() {
  for (const name of recorded) yield { workflowId: name, history: await readRecording(name) };
}

describe('the interpreter replays what was recorded: a change that breaks running jobs fails here', () => {
  const faults = new Map<string, Error | undefined>();
  before(async () => {
    // One worker for all: to start one takes longer than most replays.
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, sinks }, histories())) {
      faults.set(workflowId, error);
    }
  });

  for (const name of recorded) {
    it(name, () => {
      assert.ok(faults.has(name), 'it was not replayed');
      assert.ifError(faults.get(name));
    });
  }

  it('a changed history does not replay', async () => {
    const history = await readRecording('completed');
    const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes);
    assert.ok(scheduled?.activityTaskScheduledEventAttributes);
    scheduled.activityTaskScheduledEventAttributes.activityId = 'another';
    await assert.rejects(Worker.runReplayHistory({ workflowBundle, sinks }, history), {
      name: 'DeterminismViolationError',
    });
  });
});

describe('the recordings', () => {
  it('are of all cases and of nothing else', () => {
    const cases = REPLAY_CASES.map(({ name }) => name).sort();
    assert.deepEqual([...new Set(recorded.map(caseOf))].sort(), cases);
  });

  it('are of every spec that ships', async () => {
    const files = await readdir(join(ROOT, 'workflows'));
    const ids = files.filter((file) => !file.endsWith('.test.yaml')).map((file) => file.replace('.yaml', ''));
    const missing = ids.filter((id) => !REPLAY_CASES.some(({ spec }) => spec.includes(`workflow_id: ${id}\n`)));
    assert.deepEqual(missing, []);
    assert.ok(ids.includes('echo_test'));
  });

  for (const { name, shows } of REPLAY_CASES.filter(({ shows }) => shows)) {
    it(`${name} is what it is there for`, async () => {
      const histories = await Promise.all(recorded.filter((each) => caseOf(each) === name).map(readRecording));
      assert.deepEqual(missingKinds(shows ?? [], histories), []);
    });
  }
});

import assert from 'node:assert/strict';
import type { WorkflowHandle } from '@temporalio/client';
import { DECIDE, type JobProgress, PAUSE, PROGRESS, RESUME } from '../../src/plan/job.ts';
import { eventually } from '../support/stack.ts';

/** What is done to a run from outside. */
export type During = (handle: WorkflowHandle) => Promise<unknown>;

export const cancel: During = async (handle) => {
  await underWay(handle);
  await handle.cancel();
};

export const pauseAndResume: During = async (handle) => {
  await underWay(handle);
  await handle.signal(PAUSE);
  await eventually(async () => assert.ok((await progressOf(handle)).is_paused));
  await handle.signal(RESUME);
};

export function decide(node_id: string, approved: boolean): During {
  return async (handle) => {
    await eventually(async () => {
      const { nodes } = await progressOf(handle);
      assert.equal(nodes.find((node) => node.node_id === node_id)?.state, 'running');
    });
    await handle.executeUpdate(DECIDE, { args: [{ node_id, approved, by: 'alice', comment: null }] });
  };
}

function progressOf(handle: WorkflowHandle): Promise<JobProgress> {
  return handle.query<JobProgress>(PROGRESS);
}

/** An activity of it runs, or a child workflow. */
async function underWay(handle: WorkflowHandle): Promise<void> {
  await eventually(async () => {
    const { raw } = await handle.describe();
    assert.ok(raw.pendingActivities?.length || raw.pendingChildren?.some(({ runId }) => runId), 'nothing runs');
  });
}

import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import type { WorkerDeploymentVersion } from '@temporalio/common';
import { FaultError } from '../../plan/fault.ts';

/** gRPC: NOT_FOUND before a worker of the version has polled, FAILED_PRECONDITION while one of its queues has none. */
const NOT_READY = new Set([5, 9]);
const RETRY_MS = 500;

export interface MakeCurrentOptions {
  readonly connection: Connection;
  readonly namespace: string;
  readonly version: WorkerDeploymentVersion;
  /** How long its workers may take to be there, in milliseconds. */
  readonly patience: number;
}

/**
 * Lets new jobs begin on this version. Jobs under way stay where they are.
 *
 * @throws FaultError `version_not_ready` when its workers do not poll all the queues that those of the current version do
 */
export async function makeCurrent({ connection, namespace, version, patience }: MakeCurrentOptions): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({ namespace, ...version });
      return;
    } catch (error) {
      if (!isGrpcServiceError(error) || !NOT_READY.has(error.code)) throw error;
      if (Date.now() > end) throw notReady(version, error.details);
      await delay(RETRY_MS);
    }
  }
}

function notReady({ deploymentName, buildId }: WorkerDeploymentVersion, reason: string): FaultError {
  const message =
    `The version ${buildId} of ${deploymentName} cannot be made the current one: ${reason}. ` +
    'Start workers of it on every queue that the current version has (light and heavy), then try again.';
  return new FaultError({ code: 'version_not_ready', message });
}

/** Lets new jobs begin on workers without versions again. */
export async function makeNoneCurrent(
  connection: Connection,
  namespace: string,
  deploymentName: string,
): Promise<void> {
  await connection.workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId: '' });
}

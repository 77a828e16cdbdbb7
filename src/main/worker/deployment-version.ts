import type { WorkerDeploymentVersion } from '@temporalio/common';
import { SOFTWARE_VERSION } from '../version.ts';
import { workflowFingerprint } from './workflow-bundle.ts';

export interface VersionSettings {
  readonly workerDeployment: string | undefined;
  readonly workerBuildId: string | undefined;
}

/** The version of a Temporal worker deployment that this code is; undefined where workers are not versioned. */
export async function deploymentVersion(settings: VersionSettings): Promise<WorkerDeploymentVersion | undefined> {
  const { workerDeployment: deploymentName } = settings;
  return deploymentName === undefined ? undefined : { deploymentName, buildId: await buildIdOf(settings) };
}

/** By default it names the workflow code, since that is what a running job cannot change: code that does no harm to it has the same. */
export async function buildIdOf({ workerBuildId }: Pick<VersionSettings, 'workerBuildId'>): Promise<string> {
  return workerBuildId ?? `${SOFTWARE_VERSION}-${(await workflowFingerprint()).slice(0, 12)}`;
}

import { type Connection, isGrpcServiceError } from '@temporalio/client';

export const VERSION_STATES = ['new', 'current', 'ramping', 'draining', 'drained'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

export interface DeployedVersion {
  readonly build_id: string;
  readonly state: VersionState;
  /** Workflows, children included, that run on it and need its workers. */
  readonly open: number;
}

/** Temporal's numbers (temporal.api.enums.v1.WorkerDeploymentVersionStatus); what is not here has never been current. */
const STATES: Readonly<Record<number, VersionState>> = { 2: 'current', 3: 'ramping', 4: 'draining', 5: 'drained' };
const NOT_FOUND = 5;

/** The versions of a worker deployment, newest first; none when no worker of it has ever been there. */
export async function readDeployment(
  connection: Connection,
  namespace: string,
  deploymentName: string,
): Promise<DeployedVersion[]> {
  const summaries = await summariesOf(connection, namespace, deploymentName);
  return Promise.all(
    summaries.map(async ({ deploymentVersion, status }) => {
      const build_id = deploymentVersion?.buildId ?? '';
      const open = await countOpen(connection, namespace, `${deploymentName}:${build_id}`);
      return { build_id, state: STATES[status ?? 0] ?? 'new', open };
    }),
  );
}

async function summariesOf(connection: Connection, namespace: string, deploymentName: string) {
  try {
    const request = { namespace, deploymentName };
    const { workerDeploymentInfo } = await connection.workflowService.describeWorkerDeployment(request);
    return workerDeploymentInfo?.versionSummaries ?? [];
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return [];
    throw error;
  }
}

async function countOpen(connection: Connection, namespace: string, version: string): Promise<number> {
  const query = `TemporalWorkerDeploymentVersion = '${version}' AND ExecutionStatus = 'Running'`;
  const { count } = await connection.workflowService.countWorkflowExecutions({ namespace, query });
  return Number(count);
}

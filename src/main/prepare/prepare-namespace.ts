import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { registerSearchAttributes } from './search-attributes.ts';

export interface NamespaceOptions {
  readonly address: string;
  readonly namespace: string;
  /** How long histories of ended workflows are kept, where the namespace is made here. */
  readonly retention_ms: number;
}

/** gRPC's number. */
const NOT_FOUND = 5;

/**
 * Makes the namespace where the server does not have it, and registers the search attributes that it lacks.
 *
 * @returns whether it was made
 */
export async function prepareNamespace({ address, namespace, retention_ms }: NamespaceOptions): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '10s' });
  try {
    const isNew = !(await hasNamespace(connection, namespace));
    if (isNew) {
      const workflowExecutionRetentionPeriod = msToTs(retention_ms);
      await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    }
    await registerSearchAttributes(connection, namespace);
    return isNew;
  } finally {
    await connection.close();
  }
}

async function hasNamespace({ workflowService }: Connection, namespace: string): Promise<boolean> {
  try {
    await workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return false;
    throw error;
  }
}

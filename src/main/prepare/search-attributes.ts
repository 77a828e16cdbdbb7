import type { Connection } from '@temporalio/client';

/** What a job's workflow is tagged with, for finding it in Temporal. */
export const SEARCH_ATTRIBUTES = {
  RhumblineAssetId: 'Keyword',
  RhumblineWorkflowId: 'Keyword',
  RhumblineWorkflowVersion: 'Int',
  RhumblinePlatformId: 'Keyword',
} as const;

/** Temporal's numbers for the types (temporal.api.enums.v1.IndexedValueType). */
const INDEXED_VALUE_TYPE = { Keyword: 2, Int: 3 } as const;

/** Registers the search attributes that a namespace does not have yet. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const present = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in (present.customAttributes ?? {})));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, INDEXED_VALUE_TYPE[type]]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

import { Client, Connection } from '@temporalio/client';
import { allText, findSignatures } from './signatures.ts';

export interface HistoryFindings {
  readonly histories: number;
  readonly leaks: string[];
}

/** Reads the whole history of every workflow that the server has, with every payload in it. */
export async function searchHistories(address: string, namespace: string): Promise<HistoryFindings> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    const leaks: string[] = [];
    let histories = 0;
    for await (const { workflowId, runId } of client.workflow.list()) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      histories += 1;
      leaks.push(...findSignatures(allText(history.events)).map((excerpt) => `${workflowId}: ${excerpt}`));
    }
    return { histories, leaks };
  } finally {
    await connection.close();
  }
}

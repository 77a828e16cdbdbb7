import { RUN_ITEMS } from '../../../plan/job.ts';

/** Where an attempt belongs, as the job's row knows it. */
export interface NewsPlace {
  job_id: string;
  node_id: string;
  item_key: string | null;
}

/** Ends the id of a workflow that runs a slice of a fan-out's items. */
const BATCH = /\/[^/]+\/batch \d+$/;

/**
 * The place of an attempt by the workflow that called it. What runs in a child workflow, whose id is
 * `<job>/<node>[/<key>]`, is to the job like an item of the node for which the child runs.
 */
export function newsPlace(
  workflow: { id: string; type: string },
  attempt: Pick<NewsPlace, 'node_id' | 'item_key'>,
): NewsPlace {
  const id = workflow.type === RUN_ITEMS ? workflow.id.replace(BATCH, '') : workflow.id;
  const [job_id = id, node_id, ...rest] = id.split('/');
  if (node_id === undefined) return { job_id, ...attempt };
  const within = attempt.item_key === null ? [attempt.node_id] : [attempt.node_id, attempt.item_key];
  return { job_id, node_id, item_key: [...rest, ...within].join('/') };
}

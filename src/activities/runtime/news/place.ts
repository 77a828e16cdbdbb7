import { unescaped } from '../../../plan/execution/child-id.ts';

/** Where an attempt belongs, as the job's row knows it. */
export interface NewsPlace {
  job_id: string;
  node_id: string;
  item_key: string | null;
}

/**
 * The place of an attempt by the run that it works for. What runs in a child workflow, whose id is `<job>/<node>[/<key>]`, is
 * to the job like an item of the node for which the child runs.
 */
export function newsPlace(runId: string, attempt: Pick<NewsPlace, 'node_id' | 'item_key'>): NewsPlace {
  const [job_id = runId, node_id, ...rest] = runId.split('/');
  if (node_id === undefined) return { job_id, ...attempt };
  const within = attempt.item_key === null ? [attempt.node_id] : [attempt.node_id, attempt.item_key];
  return { job_id, node_id, item_key: [...rest.map(unescaped), ...within].join('/') };
}

import type pg from 'pg';
import { type AttemptNews, recordAttempts } from './record-attempts.ts';
import { type LossNews, recordLosses } from './record-losses.ts';
import { type PartNews, recordParts } from './record-parts.ts';
import { recordUsedNodes, type UsedNodeNews } from './record-used-nodes.ts';

/** What workers and the reconciler tell of jobs besides their reports. */
export type News = AttemptNews | LossNews | PartNews | UsedNodeNews;

/** Takes in what was told. Told again, in whole or in part, it changes nothing. */
export async function recordNews(pool: pg.Pool, news: readonly News[]): Promise<void> {
  const nodes = news.filter((one) => one.kind === 'node');
  const losses = news.filter((one) => one.kind === 'lost');
  const parts = news.filter((one) => one.kind === 'part');
  const attempts = news.filter((one) => one.kind !== 'node' && one.kind !== 'lost' && one.kind !== 'part');
  if (nodes.length > 0) await recordUsedNodes(pool, nodes);
  if (losses.length > 0) await recordLosses(pool, losses);
  if (parts.length > 0) await recordParts(pool, parts);
  if (attempts.length > 0) await recordAttempts(pool, attempts);
}

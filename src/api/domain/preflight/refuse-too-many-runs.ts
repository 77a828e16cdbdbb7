import { countUnfinishedSentAlong } from '../../../assets/sent-along.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { DomainServices } from '../services.ts';

/**
 * Before a spec is compiled. Nobody but its author has looked at such a spec, so a client has few of them under way; those of the
 * workflows folder have no such limit. Several processes of the domain API may go over it by as many.
 *
 * @throws ProblemError `too_many_jobs`
 */
export async function refuseTooManyRuns(
  { pool, unfinished_runs }: Pick<DomainServices, 'pool' | 'unfinished_runs'>,
  actor: string,
): Promise<void> {
  if ((await countUnfinishedSentAlong(pool, actor, unfinished_runs)) < unfinished_runs) return;
  const message =
    `This API key has ${unfinished_runs} jobs of specs that were sent along which have not ended, as many as it may. Wait until one has` +
    ' ended, or cancel one; put a spec that is to run more often into the workflows folder.';
  throw new ProblemError('too_many_jobs', message, { headers: { 'Retry-After': '10' } });
}

import { z } from 'zod';
import { transactOnce } from '../../../assets/idempotency/transact-once.ts';
import type { Route } from '../../shared/route.ts';
import { jobBatchBody } from '../../shared/schemas/bodies.ts';
import { requireNoPlatform } from '../../shared/scopes.ts';
import { defineOnceRoute } from '../once-route.ts';
import type { DomainServices } from '../services.ts';

const taken = z.object({ jobs: z.int().meta({ description: 'How many.' }) }).meta({ id: 'TakenBatchKey' });

/** The jobs of a batch come one by one, each under a key of its own: this holds the batch's key to the batch. */
export function takeBatchKeyRoute(services: DomainServices): Route {
  return defineOnceRoute(services, {
    method: 'post',
    path: '/api/jobs/batches',
    operation_id: 'takeBatchKey',
    tag: 'Jobs',
    summary: 'Keep the Idempotency-Key of a batch for the jobs that are in it',
    scope: 'submit',
    idempotency_key: true,
    body: jobBatchBody,
    reply: { status: 200, description: 'It is the key of these jobs and of no others.', schema: taken },
    problems: ['platform_not_allowed', 'database_unavailable'],
    perform: async ({ body, identity }, once) => {
      requireNoPlatform(identity);
      return transactOnce(services.pool, once, async () => ({ jobs: body.jobs.length }));
    },
    answer: (body) => ({ body }),
  });
}

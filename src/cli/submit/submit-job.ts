import type { CliContext } from '../context.ts';
import { collectInputs, type InputOptions } from '../inputs.ts';
import type { ReplyOptions } from './tell-accepted.ts';
import { tellJob } from './tell-job.ts';

export interface JobOptions extends InputOptions, ReplyOptions {
  idempotencyKey?: string | undefined;
  correlationId?: string | undefined;
  priority?: number | undefined;
  callbackUrl?: string | undefined;
}

/** Submits a job that belongs to no asset. */
export async function submitJob(workflowId: string, options: JobOptions, context: CliContext): Promise<number> {
  const input_params = await collectInputs(options);
  const answer = await context.gateway().submitJob({
    workflow_id: workflowId,
    input_params,
    idempotency_key: options.idempotencyKey ?? null,
    correlation_id: options.correlationId ?? null,
    callback_url: options.callbackUrl ?? null,
    ...(options.priority !== undefined && { priority: options.priority }),
  });
  return tellJob(answer, options, context);
}

import { hash } from 'node:crypto';
import type { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import { canonicalJson, type JsonValue } from '../../plan/json.ts';
import { isEqual } from '../../plan/template/values.ts';
import type { Activity, ActivityContext } from '../activity.ts';
import { flakyEchoContract } from './contract.ts';

type Input = z.output<typeof flakyEchoContract.input>;

export function createFlakyEcho(): Activity<typeof flakyEchoContract.input, typeof flakyEchoContract.output> {
  return {
    contract: flakyEchoContract,
    async run(input, context) {
      const { attempt } = context;
      if (!isToFail(input, context)) return { message: input.message, attempt };
      const { fail_code: code, permanent } = input;
      const message = `The echo was asked to fail: attempt ${attempt}.`;
      throw new FaultError({ code, message, detail: { attempt } }, { retryable: !permanent });
    },
  };
}

function isToFail(input: Input, { attempt, item_key }: ActivityContext): boolean {
  const message = input.message as JsonValue;
  if (attempt <= input.fail_attempts) return true;
  if (input.fail_for.some((doomed) => isEqual(doomed as JsonValue, message))) return true;
  return fraction([input.seed, item_key ?? message, attempt]) < input.failure_rate;
}

/** From 0 up to 1: spread evenly over values, and the same for the same value. */
function fraction(value: JsonValue): number {
  return Number.parseInt(hash('sha256', canonicalJson(value)).slice(0, 12), 16) / 2 ** 48;
}

import { z } from 'zod';
import { parseDuration } from '../plan/duration.ts';
import type { JsonObject } from '../plan/json.ts';
import type { RetryPolicy } from '../plan/plan.ts';
import type { HandlerCatalogue, HandlerSignature } from '../yaml-compiler/handler-catalogue.ts';
import type { HandlerContract, RetryClass } from './contract.ts';

const RETRY_CLASSES: Readonly<Record<RetryClass, Omit<RetryPolicy, 'non_retryable'>>> = {
  idempotent: { max_attempts: 4, initial_delay_ms: 1_000, backoff: 'exponential', max_delay_ms: 60_000 },
  once: { max_attempts: 1, initial_delay_ms: 1_000, backoff: 'exponential', max_delay_ms: 60_000 },
};

/** What the compiler may know of the handlers: all but those that only the interpreter calls. */
export function catalogueOf(contracts: readonly HandlerContract[]): HandlerCatalogue {
  const open = contracts.filter(({ internal }) => !internal);
  return new Map(open.map((contract) => [contract.name, signatureOf(contract)]));
}

const signatures = new WeakMap<HandlerContract, HandlerSignature>();

export function signatureOf(contract: HandlerContract): HandlerSignature {
  const known = signatures.get(contract);
  if (known) return known;
  const made = makeSignature(contract);
  signatures.set(contract, made);
  return made;
}

/** Its schemas are made when they are asked for, and once: that takes most of a short command's time. */
function makeSignature(contract: HandlerContract): HandlerSignature {
  let input: JsonObject | undefined;
  let output: JsonObject | undefined;
  return {
    name: contract.name,
    summary: contract.summary,
    get input() {
      input ??= jsonSchema(contract.input, 'input');
      return input;
    },
    get output() {
      output ??= jsonSchema(contract.output, 'output');
      return output;
    },
    cost: contract.cost,
    retry: { ...RETRY_CLASSES[contract.retry], non_retryable: [...Object.keys(contract.errors), 'contract_violation'] },
    timeouts: {
      start_to_close_ms: milliseconds(contract, contract.timeout),
      ...(contract.heartbeat ? { heartbeat_ms: milliseconds(contract, contract.heartbeat) } : {}),
    },
    errors: { ...contract.errors, ...contract.transient },
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))) as JsonObject;
}

function milliseconds(contract: HandlerContract, text: string): number {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new Error(`the contract of ${contract.name} has \`${text}\` for a duration`);
  return parsed;
}

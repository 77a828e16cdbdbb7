import type { z } from 'zod';
import type { HandlerContract } from '../../activities/contract.ts';
import { enforce } from '../../activities/runtime/enforce.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import type { Contracts } from '../machine/reply.ts';

/** Holds stand-ins to the handlers' contracts, by the very schemas that a worker uses. */
export function contractsOf(
  contracts: readonly HandlerContract[],
): Contracts & { outputOf(handler: string): z.ZodType } {
  const byName = new Map(contracts.map((contract) => [contract.name, contract]));
  const get = (handler: string): HandlerContract => {
    const contract = byName.get(handler);
    if (!contract) throw new Error(`there is no handler ${handler}`);
    return contract;
  };
  return {
    input: (handler, params) => enforce(get(handler).input, params, `input of ${handler}`) as JsonObject,
    output: (handler, output) => plain(enforce(get(handler).output, output, `output of ${handler}`)),
    outputOf: (handler) => get(handler).output,
  };
}

/** As it comes out of an activity. */
function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

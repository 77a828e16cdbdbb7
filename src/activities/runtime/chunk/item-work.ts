import type { ChunkEntry, ChunkWork } from '../../../plan/chunk.ts';
import { FaultError } from '../../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../../plan/json.ts';
import type { Scope } from '../../../plan/template/evaluate.ts';
import { Meter } from '../../../plan/template/meter.ts';
import { prepare, type Rendering } from '../../../plan/template/prepare.ts';
import { isTruthy } from '../../../plan/template/values.ts';

/** What a chunk's templates give for each of its items. */
export interface ItemWork {
  /** False for an item that `when` skips. @throws TemplateError */
  isWanted(entry: ChunkEntry): boolean;
  /** @throws TemplateError */
  params(entry: ChunkEntry): JsonValue;
}

export function itemWork({ work, when, scope }: ChunkWork): ItemWork {
  const params = prepared(work.params);
  const condition = when === null ? undefined : prepared(when);
  return {
    isWanted: (entry) => condition === undefined || isTruthy(condition(itemScope(scope, entry))),
    params: (entry) => params(itemScope(scope, entry)),
  };
}

export function keyOf(entry: ChunkEntry): string {
  return entry.key ?? String(entry.index);
}

/** A template that cannot be read fails each item, not the chunk. */
function prepared(value: JsonValue): Rendering {
  try {
    return prepare(value);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** The common scope is shared by all items, however large it is. */
function itemScope(common: JsonObject, entry: ChunkEntry): Scope {
  const own: JsonObject = { item: entry.item, index: entry.index, key: keyOf(entry) };
  return {
    meter: new Meter('item'),
    names: () => [...Object.keys(own), ...Object.keys(common)],
    has: (name) => Object.hasOwn(own, name) || Object.hasOwn(common, name),
    get: (name) => (Object.hasOwn(own, name) ? own[name] : common[name]) as JsonValue,
  };
}

/** @throws FaultError `contract_violation` for what no JSON is of */
export function jsonText(output: unknown, handler: string): string {
  const text = stringify(output);
  if (text !== undefined) return text;
  throw new FaultError({ code: 'contract_violation', message: `The output of ${handler} is not JSON.` });
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

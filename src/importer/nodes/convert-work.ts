import { isJsonObject, type JsonObject } from '../../plan/json.ts';
import { didYouMean } from '../../plan/nearest.ts';
import type { HandlerSignature } from '../../yaml-compiler/handler-catalogue.ts';
import { toJson, type YamlEntry } from '../../yaml-compiler/yaml-node.ts';
import { convertValue, type ImportContext, type Place } from '../context.ts';
import { durationOf } from '../duration.ts';
import type { Fields } from '../fields.ts';
import { ownOf } from '../own.ts';
import { convertRetry } from './convert-retry.ts';
import { HANDLER_MOVES, type HandlerMove } from './handler-moves.ts';

/** Handler, params, timeout and retry: of a task, or of what a fan-out does for each item. */
export function convertWork(fields: Fields, place: Place, context: ImportContext): JsonObject {
  const old = fields.string('handler');
  if (old === undefined) fields.report('invalid-value', fields.start, 'A task needs a `handler`.');
  const move = ownOf(HANDLER_MOVES, old ?? '') ?? {};
  const handler = move.to ?? (old ?? '').replaceAll('.', '_');
  const signature = context.catalogue.get(handler);
  if (old !== undefined) tellHandler(old, handler, move, signature, fields);
  tellQueue(fields);
  const params = convertParams(fields, move, signature, place, context);
  const timeout = readTimeout(fields);
  const retry = fields.take('retry');
  return {
    handler,
    ...(Object.keys(params).length > 0 && { params }),
    ...(timeout !== undefined && { timeout: durationOf(timeout) }),
    ...(retry && { retry: convertRetry(retry, place.nodeId, context.sink) }),
  };
}

function readTimeout(fields: Fields): number | undefined {
  const seconds = fields.number('timeout_seconds');
  if (seconds === undefined || seconds > 0) return seconds;
  const message = `\`timeout_seconds: ${seconds}\` is left out: a timeout is longer than nothing.`;
  fields.report('invalid-value', fields.offset('timeout_seconds'), message);
  return undefined;
}

function tellHandler(
  old: string,
  handler: string,
  { advice }: HandlerMove,
  signature: HandlerSignature | undefined,
  fields: Fields,
): void {
  const offset = fields.offset('handler');
  if (!signature) {
    const what = advice === undefined ? '' : `: ${advice}`;
    fields.report('no-counterpart', offset, `No handler does what \`${old}\` did${what}.`);
  } else if (old !== handler) {
    fields.report('handler-renamed', offset, `\`${old}\` is called \`${handler}\`.`);
  }
}

function tellQueue(fields: Fields): void {
  const queue = fields.string('queue');
  if (queue === undefined) return;
  const message = `\`queue: ${queue}\` is left out: a handler says itself whether its work is light or heavy.`;
  fields.report('queue-by-handler', fields.offset('queue'), message);
}

function convertParams(
  fields: Fields,
  move: HandlerMove,
  signature: HandlerSignature | undefined,
  place: Place,
  context: ImportContext,
): JsonObject {
  const node = fields.take('params');
  if (node && node.kind !== 'mapping') fields.report('invalid-value', node.start, '`params` must be a mapping.');
  const entries = node?.kind === 'mapping' ? node.entries : [];
  const contract = readContract(signature);
  const params: JsonObject = {};
  for (const entry of entries) {
    const name = paramName(entry, move, signature, contract, fields);
    if (name !== undefined) params[name] = convertValue(entry.value, place, context);
  }
  for (const name of contract.required) {
    if (Object.hasOwn(params, name)) continue;
    const advice = ownOf(move.needs ?? {}, name);
    const message = `\`${signature?.name}\` wants the param \`${name}\`${advice === undefined ? '' : `: ${advice}`}.`;
    fields.report('missing-param', fields.offset('handler'), message);
  }
  return params;
}

/** What the new handler calls a param; undefined where it has none, which is told. */
function paramName(
  { key, keyStart, value }: YamlEntry,
  move: HandlerMove,
  signature: HandlerSignature | undefined,
  { properties, isOpen }: Contract,
  fields: Fields,
): string | undefined {
  const moved = ownOf(move.params ?? {}, key);
  if (moved && 'to' in moved) {
    fields.report('param-renamed', keyStart, `The param \`${key}\` is called \`${moved.to}\`.`);
    return moved.to;
  }
  if (!signature || (!moved && (isOpen || properties.includes(key)))) return key;
  const why = moved ? ` (${moved.gone})` : '';
  const hint = moved ? '' : didYouMean(key, properties);
  const given = `\`${key}: ${JSON.stringify(toJson(value))}\``;
  fields.report(
    'param-without-counterpart',
    keyStart,
    `${given} is left out: \`${signature.name}\` has no such param${why}.${hint}`,
  );
  return undefined;
}

interface Contract {
  properties: string[];
  required: string[];
  /** Takes any other field as well. */
  isOpen: boolean;
}

function readContract(signature: HandlerSignature | undefined): Contract {
  const input = signature?.input ?? {};
  return {
    properties: isJsonObject(input.properties) ? Object.keys(input.properties) : [],
    required: Array.isArray(input.required) ? input.required.filter((name) => typeof name === 'string') : [],
    isOpen: input.additionalProperties !== false,
  };
}

import { FaultError } from '../../fault.ts';
import type { JsonValue } from '../../json.ts';
import { evaluateTemplate, render, type Scope } from '../../template/evaluate.ts';
import { withNames } from '../../template/narrow.ts';
import { parseTemplate } from '../../template/template.ts';
import { typeName } from '../../template/values.ts';
import type { Turns } from '../turns.ts';

const LONGEST_KEY = 256;

/** The array that a fan-out's source gives. */
export function itemsOf(source: JsonValue, scope: Scope): JsonValue[] {
  const items = render(source, scope);
  if (Array.isArray(items)) return items;
  const message = `The fan-out's \`source\` gave ${typeName(items)}; an array was expected.`;
  throw new FaultError({ code: 'items_not_array', message });
}

/** Every item's key, in order. */
export async function keysOf(key: string, items: readonly JsonValue[], scope: Scope, turns: Turns): Promise<string[]> {
  const template = parseTemplate(key);
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const turn = turns.take();
    if (turn) await turn;
    const name = checkKey(
      evaluateTemplate(template, withNames(scope, { item, index }, scope.meter.part('item'))),
      index,
    );
    const twin = seen.get(name);
    if (twin !== undefined) {
      const message = `The items ${twin} and ${index} of the fan-out have the same key \`${name}\`; a key names one item.`;
      throw new FaultError({ code: 'duplicate_key', message, detail: { key: name, indexes: [twin, index] } });
    }
    seen.set(name, index);
  }
  return [...seen.keys()];
}

/** An item's key as text. @throws FaultError where it cannot be one */
export function checkKey(key: JsonValue, index: number): string {
  const text = typeof key === 'number' ? String(key) : key;
  const isText = typeof text === 'string';
  // Half of a pair of surrogates is stored as U+FFFD: two keys would be one.
  const isWhole = isText && text.isWellFormed();
  if (isWhole && text.length > 0 && text.length <= LONGEST_KEY) return text;
  const found = !isText ? typeName(key) : isWhole ? `a text of ${text.length} characters` : 'no text of Unicode';
  const message = `The key of item ${index} is ${found}; a number or a text of 1 to ${LONGEST_KEY} characters was expected.`;
  throw new FaultError({ code: 'invalid_key', message });
}

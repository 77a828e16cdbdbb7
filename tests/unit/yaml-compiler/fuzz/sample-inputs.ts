import type { JsonObject, JsonValue } from '../../../../src/plan/json.ts';
import type { Random } from '../../../torture/random.ts';

/** Of those that decide something; each is mentioned once in an expression, so that every way through it comes up. */
const DECIDING = Array.from({ length: 8 }, (_, index) => index);

export const DECLARED_INPUTS = `
  s: { type: string }
  i: { type: integer }
  n: { type: number }
  b: { type: boolean }
  o: { type: object }
  a: { type: array }
  sa: { type: array, items: { type: string } }
  ia: { type: array, items: { type: integer } }
  ba: { type: array, items: { type: boolean } }
  oa: { type: array, items: { type: object } }
  os: { type: string, required: false }
  oi: { type: integer, required: false }
${DECIDING.map((n) => `  b${n}: { type: boolean }\n  i${n}: { type: integer }\n  os${n}: { type: string, required: false }\n`).join('')}`;

/** What the inputs may hold: of each, everything that its type leaves open and that matters to templates. */
export function sampleInputs(random: Random): JsonObject {
  const text = () => random.pick(['', '2', '3.5', 'a,b', 'kmx']);
  const integer = () => random.pick([0, 2, 3, 4]);
  const flag = () => random.below(2) === 1;
  const some = (make: () => JsonValue): JsonValue[] => [make(), make(), make()];
  const flat = () => ({ k: text(), m: integer(), x: integer() });
  const anything = (): JsonValue =>
    random.pick<() => JsonValue>([text, integer, flag, () => null, () => some(text), () => some(integer), flat])();
  const record = () => ({ k: anything(), m: anything(), ...(flag() ? { x: anything() } : {}) });
  return {
    s: text(),
    i: integer(),
    n: random.pick([1.5, 2, 3]),
    b: flag(),
    o: record(),
    a: some(random.pick<() => JsonValue>([text, integer, record, () => some(integer)])),
    sa: some(text),
    ia: some(integer),
    ba: some(flag),
    oa: some(record),
    os: random.pick([null, text()]),
    oi: random.pick([null, integer()]),
    ...Object.fromEntries(
      DECIDING.flatMap((n) => [
        [`b${n}`, flag()],
        [`i${n}`, integer()],
        [`os${n}`, random.pick([null, text()])],
      ]),
    ),
  };
}

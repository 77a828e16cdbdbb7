import { FaultError } from '../../fault.ts';
import type { ItemsSnapshot, ResultPart } from '../../job.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { didYouMean } from '../../nearest.ts';
import { rangesOf } from './ranges.ts';
import { withoutItems } from './without-items.ts';

export interface Reopening {
  /** Keys of items to run again. */
  again: readonly string[];
  /** By key: what is given in the place of what an item gives. */
  outputs: JsonObject;
  /** Whether items that failed or were skipped, and are not named here, stay as they are. */
  othersStay: boolean;
}

/**
 * What is done of a fan-out's items when it is gone through again.
 *
 * @throws FaultError `unknown_item`
 */
export function reopenItems(
  nodeId: string,
  items: ItemsSnapshot,
  { again, outputs, othersStay }: Reopening,
): ItemsSnapshot {
  const placeOf = placesIn(nodeId, items);
  const given = Object.entries(outputs).map(([key, output]) => {
    return { index: placeOf(key, ['item_outputs', nodeId, key]), output };
  });
  const named = again.map((key, at) => placeOf(key, ['items', nodeId, at]));
  const rest = withoutItems(items, new Set([...named, ...given.map(({ index }) => index)]));
  const settled = othersStay ? rest : { ...rest, failures: [], skipped: [] };
  return { ...settled, results: [...settled.results, ...partOf(given)] };
}

type PlaceOf = (key: string, path: (string | number)[]) => number;

function placesIn(nodeId: string, { keys, total }: ItemsSnapshot): PlaceOf {
  const names = keys ?? Array.from({ length: total }, (_, index) => String(index));
  const places = new Map(names.map((name, index) => [name, index]));
  return (key, path) => {
    const index = places.get(key);
    if (index !== undefined) return index;
    const message = `The fan-out \`${nodeId}\` has no item \`${key}\`.${didYouMean(key, names)}`;
    throw new FaultError({ code: 'unknown_item', message, detail: { path } });
  };
}

function partOf(given: readonly { index: number; output: JsonValue }[]): ResultPart[] {
  if (given.length === 0) return [];
  const inOrder = given.toSorted((a, b) => a.index - b.index);
  const ranges = rangesOf(inOrder.map(({ index }) => index));
  return [{ ranges, outputs: JSON.stringify(inOrder.map(({ output }) => output)) }];
}

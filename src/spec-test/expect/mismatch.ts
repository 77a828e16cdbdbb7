import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { didYouMean } from '../../plan/nearest.ts';
import { isEqual } from '../../plan/template/values.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';

/** One thing that is not as expected. */
export interface Mismatch {
  /** Of the expectation, in the test's file. */
  path: Path;
  expected: string;
  actual: string;
}

const LONGEST = 240;

/** A value as people read it: JSON, cut where it is long. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}

/** Where a value differs from what is expected. An object has the fields that are expected of it; it may have others. */
export function differences(expected: JsonValue, actual: JsonValue | undefined, path: Path): Mismatch[] {
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((item, index) => differences(item, actual[index], [...path, index]));
  }
  if (isJsonObject(expected) && isJsonObject(actual)) {
    return Object.entries(expected).flatMap(([key, value]) => {
      const place = [...path, key];
      if (Object.hasOwn(actual, key)) return differences(value, actual[key], place);
      const known = Object.keys(actual);
      const there = known.length === 0 ? 'no fields at all' : `no such field; it has ${known.join(', ')}`;
      return [{ path: place, expected: shown(value), actual: `${there}.${didYouMean(key, known)}` }];
    });
  }
  if (actual !== undefined && isEqual(expected, actual)) return [];
  return [{ path, expected: shown(expected), actual: shown(actual) }];
}

/** As `differences`, and nothing may be there that is not expected. */
export function exactDifferences(expected: JsonValue, actual: JsonValue | undefined, path: Path): Mismatch[] {
  return [...differences(expected, actual, path), ...extras(expected, actual, path)];
}

function extras(expected: JsonValue, actual: JsonValue | undefined, path: Path): Mismatch[] {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.flatMap((item, index) => extras(item, actual[index], [...path, index]));
  }
  if (!isJsonObject(expected) || !isJsonObject(actual)) return [];
  return Object.entries(actual).flatMap(([key, value]) => {
    if (Object.hasOwn(expected, key)) return extras(expected[key] as JsonValue, value, [...path, key]);
    return [{ path, expected: `no field ${key}`, actual: `${key}: ${shown(value)}` }];
  });
}

import { isJsonObject, type JsonValue } from '../../plan/json.ts';

/** The database needs milliseconds to make its query of each, however few items there are. */
const MOST_OPERATORS = 100;
/** As many as ids of a search. */
const MOST_VALUES = 1_000;

/** What is too much of a filter of CQL2 JSON; undefined where nothing is. Coordinates do not count. */
export function faultOfSize(filter: JsonValue): string | undefined {
  const size = { operators: 0, longest: 0 };
  add(filter, size);
  if (size.operators > MOST_OPERATORS) {
    return `must have no more than ${MOST_OPERATORS} operators, of which this has ${size.operators}; one \`in\` takes the place of many \`=\``;
  }
  return size.longest > MOST_VALUES ? `must have no more than ${MOST_VALUES} values in a list` : undefined;
}

function add(part: JsonValue, size: { operators: number; longest: number }): void {
  if (Array.isArray(part)) {
    size.longest = Math.max(size.longest, part.length);
    for (const each of part) add(each, size);
  } else if (isJsonObject(part) && 'op' in part) {
    size.operators += 1;
    if (Array.isArray(part.args)) for (const each of part.args) add(each, size);
  }
}

import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import type { Path } from '../yaml-node.ts';

/** What stands for a name that is not there, or in a wrong shape: no node, handler or spec can be called so. */
export const BLANK = '';

/** For the required fields of nodes and sections, by their names. What lacks one that has no blank is left out as a whole. */
const BLANK_FIELDS: Readonly<Record<string, () => JsonValue>> = {
  handler: () => BLANK,
  uses: () => BLANK,
  from: () => BLANK,
  name: () => BLANK,
  message: () => BLANK,
  when: () => BLANK,
  source: () => null,
  next: () => [],
  branches: () => [],
  cron: () => [],
  task: () => ({ handler: BLANK }),
  tolerate: () => 0,
};

/** For the items of lists, by the field that holds the list: their places must stay what they are. */
const BLANK_ITEMS: Readonly<Record<string, () => JsonValue>> = {
  branches: () => ({ name: BLANK, next: [] }),
};

/** Takes away what stands at a path of a document: an item of a list becomes a blank. */
export function takeAway(document: JsonValue, path: Path): void {
  const owner = ownerOf(document, path);
  const last = path.at(-1);
  if (Array.isArray(owner) && typeof last === 'number') {
    const field = path.findLast((step) => typeof step === 'string') ?? '';
    owner[last] = Object.hasOwn(BLANK_ITEMS, field) ? (BLANK_ITEMS[field]?.() ?? BLANK) : BLANK;
  } else if (isJsonObject(owner) && last !== undefined) delete owner[last];
}

/** Puts a blank where a document lacks a field that it must have. */
export function fillBlank(document: JsonValue, path: Path): void {
  const owner = ownerOf(document, path);
  const field = path.at(-1);
  if (!isJsonObject(owner) || typeof field !== 'string' || Object.hasOwn(owner, field)) return;
  const blank = Object.hasOwn(BLANK_FIELDS, field) ? BLANK_FIELDS[field] : undefined;
  if (blank) owner[field] = blank();
  else if (path.length > 1) takeAway(document, path.slice(0, -1));
}

function ownerOf(document: JsonValue, path: Path): JsonValue | undefined {
  let owner: JsonValue | undefined = document;
  for (const step of path.slice(0, -1)) {
    if (Array.isArray(owner)) owner = owner[step as number];
    else if (isJsonObject(owner) && Object.hasOwn(owner, step)) owner = owner[step];
    else return undefined;
  }
  return owner;
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { type Issue, unfoldIssues } from '../../yaml-compiler/spec/unfold-issues.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';
import { TEST_FILE_SCHEMA, type TestFileSpec } from './schema.ts';

/** What is taken away may uncover an alternative that lacks something else; each round leaves less. */
const MOST_ROUNDS = 20;

/**
 * What is left of a document without all that is in a wrong shape, so that the rest is checked in the same go; tests keep their places.
 * Undefined where too little is left.
 */
export function readablePart(document: JsonValue): TestFileSpec | undefined {
  if (!isJsonObject(document)) return undefined;
  const left = structuredClone(document);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { data, error } = TEST_FILE_SCHEMA.safeParse(left);
    if (data) return data;
    for (const issue of unfoldIssues(error.issues)) takeAway(left, issue);
  }
  return undefined;
}

function takeAway(document: JsonObject, issue: Issue): void {
  const path = issue.path as Path;
  if (issue.code !== 'unrecognized_keys') return takeValue(document, path);
  const owner = valueAt(document, path);
  if (isJsonObject(owner)) for (const key of issue.keys) delete owner[key];
}

/** A value, or what must have it; a list as a whole, since the places of its items would change. */
function takeValue(document: JsonObject, path: Path): void {
  const last = path.at(-1);
  if (last === undefined) return;
  const owner = valueAt(document, path.slice(0, -1));
  // Gone already, with what was around it.
  if (owner === undefined) return;
  const isTest = path[0] === 'tests' && typeof path[1] === 'number';
  if (Array.isArray(owner) && isTest && path.length === 2) owner[Number(last)] = { name: unnamed(path) };
  else if (isJsonObject(owner) && isTest && path.length === 3 && last === 'name') owner.name = unnamed(path);
  else if (isJsonObject(owner) && Object.hasOwn(owner, last)) delete owner[last];
  else takeValue(document, path.slice(0, -1));
}

function unnamed(path: Path): string {
  return `#${path[1]}`;
}

function valueAt(document: JsonValue, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

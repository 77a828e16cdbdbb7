import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the compiler finds the specs that others use. */
export interface SpecSources {
  /** The spec of that id as it is now; undefined where there is none. */
  get(workflowId: string): SpecSource | undefined;
  /** Ids of all specs. */
  ids(): readonly string[];
  /** Where is looked, as messages call it: `workflows/`. */
  places(): readonly string[];
}

export interface SpecSource {
  /** How diagnostics call it: a path for people. */
  file: string;
  /** The YAML. */
  source: string;
}

export const NO_SPECS: SpecSources = { get: () => undefined, ids: () => [], places: () => [] };

export const SPEC_EXTENSION = '.yaml';
const TEST_EXTENSION = '.test.yaml';
const ID = /^[a-z][a-z0-9_]{0,63}$/;

/** The id becomes a file name: nothing but a plain id may come near a path. */
export function specFileName(workflowId: string): string | undefined {
  return ID.test(workflowId) ? `${workflowId}${SPEC_EXTENSION}` : undefined;
}

/** The ids among the names of a folder's files: tests of specs are none. */
export function specIdsOf(files: readonly string[]): string[] {
  const specs = files.filter((file) => file.endsWith(SPEC_EXTENSION) && !file.endsWith(TEST_EXTENSION));
  return specs.map((file) => file.slice(0, -SPEC_EXTENSION.length)).sort();
}

/**
 * The specs of a folder. Read without awaiting: a spec that uses others is compiled in one go.
 *
 * @param shown how messages call the folder
 */
export function specsInFolder(directory: string, shown: string = directory): SpecSources {
  return {
    get(workflowId) {
      const name = specFileName(workflowId);
      const source = name && readIfThere(join(directory, name));
      return name && source !== undefined ? { file: join(shown, name), source } : undefined;
    },
    ids: () => specIdsOf(filesIn(directory)),
    places: () => [shown.endsWith('/') ? shown : `${shown}/`],
  };
}

/**
 * Specs that are at hand, by id.
 *
 * @param shown how messages call them together
 */
export function specsOf(specs: Readonly<Record<string, string>>, shown: string): SpecSources {
  return {
    get: (id) =>
      Object.hasOwn(specs, id) ? { file: `${id}${SPEC_EXTENSION}`, source: specs[id] as string } : undefined,
    ids: () => Object.keys(specs),
    places: () => (Object.keys(specs).length === 0 ? [] : [shown]),
  };
}

/** One after the other: a spec is that of the first that has it. */
export function firstOf(sources: readonly SpecSources[]): SpecSources {
  return {
    get(workflowId) {
      for (const source of sources) {
        const found = source.get(workflowId);
        if (found) return found;
      }
      return undefined;
    },
    ids: () => [...new Set(sources.flatMap((source) => source.ids()))],
    places: () => [...new Set(sources.flatMap((source) => source.places()))],
  };
}

/** ` (looked in workflows/ and drafts/)`, or nothing where there is no place to look in. */
export function lookedIn(sources: SpecSources): string {
  const places = sources.places();
  const last = places.at(-1);
  if (last === undefined) return '';
  return ` (looked in ${places.length > 1 ? `${places.slice(0, -1).join(', ')} and ` : ''}${last})`;
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isNotThere(error)) return [];
    throw error;
  }
}

function isNotThere(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

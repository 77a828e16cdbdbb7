import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AnySchemaObject } from 'ajv';
import { ROOT } from '../../support/stack.ts';

const EXTENSIONS = 'https://stac-extensions.github.io/';
const PROJJSON = 'https://proj.org/schemas/v0.7/projjson.schema.json';
/** Where PROJ, which GDAL needs, has its own. */
const PROJ_DATA = ['/usr/share/proj', '/usr/local/share/proj', '/opt/homebrew/share/proj'];
const TIMEOUT_MS = 10_000;

/**
 * The schema of a STAC extension as it is published: out of `shared/stac-schemas` beside the project or above it, where tests run without
 * the internet, else from its address. Undefined where neither has it.
 */
export async function publishedSchema(url: string): Promise<AnySchemaObject | undefined> {
  const name = join('shared', 'stac-schemas', url.replace(EXTENSIONS, ''));
  return (await firstOf(foldersAbove(ROOT).map((folder) => join(folder, name)))) ?? fetched(url);
}

/** What those schemas refer to: PROJ's own; GeoJSON's is taken on trust. */
export async function referredSchema(url: string): Promise<AnySchemaObject> {
  const found = url === PROJJSON ? await firstOf(PROJ_DATA.map((folder) => join(folder, 'projjson.schema.json'))) : {};
  if (found) return found;
  throw new Error(`${url} was not found in ${PROJ_DATA.join(', ')}`);
}

function foldersAbove(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...foldersAbove(parent)];
}

async function firstOf(paths: readonly string[]): Promise<AnySchemaObject | undefined> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return JSON.parse(text) as AnySchemaObject;
  }
  return undefined;
}

async function fetched(url: string): Promise<AnySchemaObject | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? ((await response.json()) as AnySchemaObject) : undefined;
  } catch {
    return undefined;
  }
}

/** These schemas and what they refer to, by their addresses; undefined where one of them is not to be had. */
export async function schemasOf(extensions: Iterable<string>): Promise<Record<string, AnySchemaObject> | undefined> {
  const schemas: Record<string, AnySchemaObject> = { [PROJJSON]: await referredSchema(PROJJSON) };
  for (const url of extensions) {
    const schema = await publishedSchema(url);
    if (schema === undefined) return undefined;
    schemas[url] = schema;
  }
  return schemas;
}

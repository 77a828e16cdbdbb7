import assert from 'node:assert/strict';
import { clientWith, GATEWAY } from './gateway.ts';

/** What tests that go through the whole OpenAPI document need of it. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  operationId: string;
  parameters?: { in: string; name: string; required?: boolean }[];
  requestBody?: { content: { 'application/json': { example?: unknown } } };
}

export interface Asked {
  name: string;
  method: string;
  path: string;
  body: unknown;
  /** Whether it names something of the platform. */
  namesOwned: boolean;
}

/** Parameters that name what belongs to nobody. */
const NOBODYS: Readonly<Record<string, string>> = { workflow_id: 'echo_test', asset_key: 'data' };

export async function readDocument(): Promise<ApiDocument> {
  return (await clientWith('').get('/openapi.json')).body as unknown as ApiDocument;
}

/**
 * Each operation with all that it can be told of a platform's things; a list also without.
 *
 * @param owned what paths, queries and bodies name by each parameter, `platform_id` among them
 */
export function everyOperation({ paths }: ApiDocument, owned: Readonly<Record<string, string>>): Asked[] {
  const valueFor = (name: string) => {
    const value = owned[name] ?? NOBODYS[name];
    assert.ok(value, `the parameter ${name} is new: say here whose it is`);
    return value;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const { operationId, parameters = [] } = operation;
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      const filled = inPath.reduce((text, name) => text.replace(`{${name}}`, valueFor(name)), path);
      const body = withPlatform(operation.requestBody?.content['application/json'].example, owned.platform_id);
      const byPath = inPath.some((name) => Object.hasOwn(owned, name));
      const queries = parameters
        .filter((parameter) => parameter.in === 'query' && Object.hasOwn(owned, parameter.name))
        .map(({ name }) => `?${name}=${encodeURIComponent(valueFor(name))}`);
      return ['', ...queries].map((query) => ({
        name: `${method} ${path}${query} ${operationId}`,
        method: method.toUpperCase(),
        path: `${filled}${byPath ? '' : query}`,
        body,
        namesOwned: byPath || JSON.stringify(body ?? null).includes(String(owned.platform_id)),
      }));
    }),
  );
}

/** The example of a body, with the platform's id in the place of its own. */
function withPlatform(example: unknown, platformId: unknown): unknown {
  return example === undefined
    ? undefined
    : JSON.parse(JSON.stringify(example), (name, value) => (name === 'platform_id' ? platformId : value));
}

export async function ask({ method, path, body }: Asked, key: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${GATEWAY}${path}`, {
    method,
    headers: { 'X-API-Key': key, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

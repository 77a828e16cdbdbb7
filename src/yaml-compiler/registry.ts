import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Compiled, compile } from './compile.ts';
import type { HandlerCatalogue } from './handler-catalogue.ts';

export interface SpecRegistry {
  /** The spec of that id as its file is now; undefined where there is none. */
  get(workflowId: string): Promise<RegisteredSpec | undefined>;
  /** Ids of all specs, in order. */
  ids(): Promise<string[]>;
}

export interface RegisteredSpec extends Compiled {
  workflow_id: string;
  /** The YAML. */
  source: string;
}

export interface SpecRegistryOptions {
  directory: string;
  catalogue: HandlerCatalogue;
}

const EXTENSION = '.yaml';
const TEST_EXTENSION = '.test.yaml';
const ID = /^[a-z][a-z0-9_]{0,63}$/;

/** The specs of a folder: `<id>.yaml` holds the spec of that id. Files are compiled when they are new or changed. */
export function createSpecRegistry({ directory, catalogue }: SpecRegistryOptions): SpecRegistry {
  const cache = new Map<string, { stamp: string; spec: RegisteredSpec }>();

  async function get(workflowId: string): Promise<RegisteredSpec | undefined> {
    // The id becomes a file name: nothing but a plain id may come near the path.
    if (!ID.test(workflowId)) return undefined;
    const path = join(directory, `${workflowId}${EXTENSION}`);
    const stats = await stat(path, { bigint: true }).catch(ignoreMissing);
    if (!stats?.isFile()) return undefined;
    const stamp = `${stats.mtimeNs}/${stats.ctimeNs}/${stats.size}`;
    const cached = cache.get(workflowId);
    if (cached?.stamp === stamp) return cached.spec;
    const source = await readFile(path, 'utf8');
    const compiled = compile(source, { file: `workflows/${workflowId}${EXTENSION}`, catalogue });
    const spec = { workflow_id: workflowId, source, ...onlyUnderItsName(workflowId, compiled) };
    cache.set(workflowId, { stamp, spec });
    return spec;
  }

  async function ids(): Promise<string[]> {
    const files = await readdir(directory);
    const specs = files.filter((file) => file.endsWith(EXTENSION) && !file.endsWith(TEST_EXTENSION));
    return specs.map((file) => file.slice(0, -EXTENSION.length)).sort();
  }

  return { get, ids };
}

/** A file's name is its spec's id, so that one id is in one place. */
function onlyUnderItsName(workflowId: string, compiled: Compiled): Compiled {
  if (!compiled.plan || compiled.plan.workflow_id === workflowId) return compiled;
  const message = `The spec calls itself \`${compiled.plan.workflow_id}\`; name the file ${compiled.plan.workflow_id}${EXTENSION}.`;
  const file = `workflows/${workflowId}${EXTENSION}`;
  const fault = { code: 'invalid-value', severity: 'error', message, file, line: 1, column: 1 } as const;
  return { plan: undefined, diagnostics: [...compiled.diagnostics, fault] };
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

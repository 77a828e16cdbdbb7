import { statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Compiled, compile } from './compile.ts';
import type { HandlerCatalogue } from './handler-catalogue.ts';
import { type SpecSources, specFileName, specIdsOf, specsInFolder } from './uses/spec-sources.ts';

export interface SpecRegistry {
  /** The spec of that id as its file is now, and the files of the specs that it uses; undefined where there is none. */
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

/** How messages call the folder, wherever it is. */
const SHOWN = 'workflows';

interface CachedSpec {
  spec: RegisteredSpec;
  /** By id: what the files that went into it were like, its own and those of the specs it uses. */
  stamps: ReadonlyMap<string, string | undefined>;
}

/** The specs of a folder: `<id>.yaml` holds the spec of that id. They are compiled when they, or specs that they use, are new or changed. */
export function createSpecRegistry({ directory, catalogue }: SpecRegistryOptions): SpecRegistry {
  const cache = new Map<string, CachedSpec>();
  const folder = specsInFolder(directory, SHOWN);

  async function get(workflowId: string): Promise<RegisteredSpec | undefined> {
    const name = specFileName(workflowId);
    const stamp = stampOf(directory, workflowId);
    if (!name || stamp === undefined) return undefined;
    const cached = cache.get(workflowId);
    if (cached && [...cached.stamps].every(([id, was]) => stampOf(directory, id) === was)) return cached.spec;
    const source = await readFile(join(directory, name), 'utf8');
    // What is looked for counts too where it is not there: it may come.
    const stamps = new Map<string, string | undefined>([[workflowId, stamp]]);
    const specs: SpecSources = {
      ids: folder.ids,
      places: folder.places,
      get: (id) => {
        // Before the file is read: a change in between is seen the next time.
        stamps.set(id, stampOf(directory, id));
        return folder.get(id);
      },
    };
    const compiled = compile(source, { file: `${SHOWN}/${name}`, catalogue, specs });
    const spec = { workflow_id: workflowId, source, ...onlyUnderItsName(workflowId, compiled) };
    cache.set(workflowId, { stamps, spec });
    return spec;
  }

  return { get, ids: async () => specIdsOf(await readdir(directory)) };
}

/** Changes with the file; undefined where there is none. */
function stampOf(directory: string, workflowId: string): string | undefined {
  const name = specFileName(workflowId);
  const stats = name === undefined ? name : statSync(join(directory, name), { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() ? `${stats.mtimeNs}/${stats.ctimeNs}/${stats.size}` : undefined;
}

/** A file's name is its spec's id, so that one id is in one place. */
function onlyUnderItsName(workflowId: string, compiled: Compiled): Compiled {
  if (!compiled.plan || compiled.plan.workflow_id === workflowId) return compiled;
  const message = `The spec calls itself \`${compiled.plan.workflow_id}\`; name the file ${compiled.plan.workflow_id}.yaml.`;
  const file = `${SHOWN}/${workflowId}.yaml`;
  const fault = { code: 'invalid-value', severity: 'error', message, file, line: 1, column: 1 } as const;
  return { plan: undefined, diagnostics: [...compiled.diagnostics, fault] };
}

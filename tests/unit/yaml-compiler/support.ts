import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { type Compiled, compile } from '../../../src/yaml-compiler/compile.ts';
import type { SpecSources } from '../../../src/yaml-compiler/uses/spec-sources.ts';

/** @param others the specs that it may use, by id */
export function compileText(source: string, others: Readonly<Record<string, string>> = {}): Compiled {
  return compile(source, { file: 'x.yaml', catalogue: HANDLER_CATALOGUE, specs: specsOf(others) });
}

function specsOf(sources: Readonly<Record<string, string>>): SpecSources {
  return {
    get: (id) => (sources[id] === undefined ? undefined : { file: `${id}.yaml`, source: sources[id] }),
    ids: () => Object.keys(sources),
    places: () => [],
  };
}

/** `line:column code`, the part of a diagnostic that other tools rely on. */
export function placesOf(source: string, others: Readonly<Record<string, string>> = {}): string[] {
  return compileText(source, others).diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

/** A spec whose nodes are the given YAML, which starts at line 4. */
export function withNodes(nodes: string, id = 'x'): string {
  return `workflow_id: ${id}\nversion: 1\nnodes:\n${nodes}`;
}

/** Each: what is wrong, the spec, the one diagnostic that it gets, and what its message says. */
export type FaultCase = [what: string, source: string, place: string, message: RegExp];

/** CPU time: what others do on the machine is not counted. */
export function millisecondsOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

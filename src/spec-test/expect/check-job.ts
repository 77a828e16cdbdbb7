import type { JsonObject } from '../../plan/json.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';
import type { ExpectSpec } from '../file/schema.ts';
import type { VirtualJob } from '../machine/virtual-job.ts';
import { checkFault, checkInstant, checkNodes, same } from './check-node.ts';
import { differences, exactDifferences, type Mismatch } from './mismatch.ts';

/** When an attempt of a job began, and when all was over: milliseconds since the epoch. */
export interface Span {
  start: number;
  end: number;
}

/** What a job came to, against what a test expects of it. */
export function checkJob(expect: ExpectSpec, job: VirtualJob, { start, end }: Span, path: Path): Mismatch[] {
  const { execution } = job;
  const outcome = execution.hasEnded ? execution.outcome : undefined;
  const fault = outcome && outcome.state !== 'completed' ? outcome.fault : null;
  const outputs = outcome?.state === 'completed' ? outcome.result.outputs : undefined;
  const why = fault ? `${fault.code}: ${fault.message}` : '';
  const isSaid = expect.state !== undefined;
  return [
    ...same(stateOf(expect), outcome?.state ?? 'running', isSaid ? [...path, 'state'] : path, why),
    ...(expect.fault === undefined ? [] : checkFault(expect.fault, fault, [...path, 'fault'])),
    ...(expect.outputs ? differences(expect.outputs as JsonObject, outputs, [...path, 'outputs']) : []),
    ...(expect.exact_outputs
      ? exactDifferences(expect.exact_outputs as JsonObject, outputs, [...path, 'exact_outputs'])
      : []),
    ...checkNodes(expect.nodes, job, [...path, 'nodes'], start),
    ...checkNotRun(expect.not_run, job, [...path, 'not_run']),
    ...(expect.took === undefined ? [] : checkInstant(expect.took, end, [...path, 'took'], start)),
  ];
}

function stateOf({ state, fault }: ExpectSpec): string {
  return state ?? (fault === undefined ? 'completed' : 'failed');
}

function checkNotRun(names: ExpectSpec['not_run'], { record }: VirtualJob, path: Path): Mismatch[] {
  return [names ?? []].flat().flatMap((name, index) => {
    if (!record.began.has(name)) return [];
    const place = Array.isArray(names) ? [...path, index] : path;
    return [{ path: place, expected: `${name} does not run`, actual: 'it ran' }];
  });
}

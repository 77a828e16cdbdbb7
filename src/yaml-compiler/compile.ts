import type { ExecutionPlan } from '../plan/plan.ts';
import { compileSpec } from './compile-spec.ts';
import { type Diagnostic, DiagnosticSink } from './diagnostic.ts';
import { checkOther, otherReadings } from './duplicates.ts';
import type { HandlerCatalogue } from './handler-catalogue.ts';
import { readYaml } from './read-yaml.ts';
import { readSpec } from './spec/read-spec.ts';
import { NO_SPECS, type SpecSource, type SpecSources } from './uses/spec-sources.ts';
import { type CompileUsed, type UsedSpec, UsedSpecs } from './uses/used-specs.ts';
import type { YamlNode } from './yaml-node.ts';

export interface CompileOptions {
  /** How diagnostics call the source: a path for people. */
  file: string;
  catalogue: HandlerCatalogue;
  /** Where specs are found that this one uses; none where it is left out. */
  specs?: SpecSources;
}

/** A plan where there is no error; warnings may come with it. */
export interface Compiled {
  plan: ExecutionPlan | undefined;
  diagnostics: Diagnostic[];
}

/** Compiles a workflow spec: all its faults at once, with their places, or the execution plan. Never throws on bad input. */
export function compile(source: string, { file, catalogue, specs = NO_SPECS }: CompileOptions): Compiled {
  const usedSpecs = new UsedSpecs(specs, (used, chain) => compileOne(used, chain, catalogue, usedSpecs));
  const { spec, diagnostics } = compileOne({ file, source }, undefined, catalogue, usedSpecs);
  return { plan: spec?.plan, diagnostics };
}

/** @param chain the specs above this one and itself; the spec's own name where it is the outermost */
function compileOne(
  { file, source }: SpecSource,
  chain: readonly string[] | undefined,
  catalogue: HandlerCatalogue,
  usedSpecs: UsedSpecs,
): ReturnType<CompileUsed> {
  const sink = new DiagnosticSink(file, source);
  const root = readYaml(source, sink);
  const others = root ? otherReadings(root) : [];
  const spec = root && check(root, sink);
  for (const other of others) checkOther(other, sink, check);
  return { spec: sink.hasErrors ? undefined : spec, diagnostics: sink.list() };

  function check(read: YamlNode, faults: DiagnosticSink): UsedSpec | undefined {
    const spec = readSpec(read, faults);
    const above = chain ?? [spec?.workflow_id ?? ''];
    return spec && compileSpec(spec, read, faults, catalogue, (workflowId) => usedSpecs.get(workflowId, above));
  }
}

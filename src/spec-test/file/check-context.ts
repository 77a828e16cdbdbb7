import type { HandlerContract } from '../../activities/contract.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import type { DiagnosticCode, DiagnosticSink } from '../../yaml-compiler/diagnostic.ts';
import { keyOffset, offsetOf, type Path, type YamlNode } from '../../yaml-compiler/yaml-node.ts';

/** What the checks of a test file need. */
export interface CheckContext {
  /** Of the spec that is tested. */
  plan: ExecutionPlan;
  root: YamlNode;
  /** What was in a wrong shape is left out: that something is missing may be told already. */
  isPartial: boolean;
  sink: DiagnosticSink;
  contracts: ReadonlyMap<string, HandlerContract>;
}

const FAULTS_OF_ABSENCE: readonly DiagnosticCode[] = ['missing-field', 'missing-input'];

/** Reports at the value of a path. */
export function reportAt(context: CheckContext, code: DiagnosticCode, path: Path, message: string): void {
  const { root, sink, isPartial } = context;
  if (isPartial && FAULTS_OF_ABSENCE.includes(code)) return;
  sink.report(code, offsetOf(root, path), message);
}

/** Reports at the key at the end of a path. */
export function reportKey({ root, sink }: CheckContext, code: DiagnosticCode, path: Path, message: string): void {
  sink.report(code, keyOffset(root, path) ?? offsetOf(root, path), message);
}

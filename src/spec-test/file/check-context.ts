import type { HandlerContract } from '../../activities/contract.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import type { DiagnosticCode, DiagnosticSink } from '../../yaml-compiler/diagnostic.ts';
import { keyOffset, offsetOf, type Path, type YamlNode } from '../../yaml-compiler/yaml-node.ts';

/** What the checks of a test file need. */
export interface CheckContext {
  /** Of the spec that is tested. */
  plan: ExecutionPlan;
  root: YamlNode;
  sink: DiagnosticSink;
  contracts: ReadonlyMap<string, HandlerContract>;
}

/** Reports at the value of a path. */
export function reportAt({ root, sink }: CheckContext, code: DiagnosticCode, path: Path, message: string): void {
  sink.report(code, offsetOf(root, path), message);
}

/** Reports at the key at the end of a path. */
export function reportKey({ root, sink }: CheckContext, code: DiagnosticCode, path: Path, message: string): void {
  sink.report(code, keyOffset(root, path) ?? offsetOf(root, path), message);
}

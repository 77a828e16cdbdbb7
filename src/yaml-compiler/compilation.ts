import type { Template } from '../plan/template/ast.ts';
import type { Meter } from '../plan/template/meter.ts';
import type { PatternEffort } from './check/pattern-effort.ts';
import type { DiagnosticSink } from './diagnostic.ts';
import type { HandlerCatalogue } from './handler-catalogue.ts';
import type { WorkflowSpec } from './spec/schema.ts';
import type { UsedOutcome } from './uses/used-specs.ts';
import type { Path, YamlNode, YamlScalar } from './yaml-node.ts';

/** One file on its way through the compiler: what every check sees. */
export interface Compilation {
  spec: WorkflowSpec;
  root: YamlNode;
  sink: DiagnosticSink;
  catalogue: HandlerCatalogue;
  patternEffort: PatternEffort;
  /** What evaluating templates for the sake of their faults may take. */
  templateWork: Meter;
  /** The compiled spec of that id, for a node that uses it. */
  used(workflowId: string): UsedOutcome;
  /** By scalar: the parsed template of every string that is one. */
  templates: ReadonlyMap<YamlScalar, TemplateUse>;
}

export interface TemplateUse {
  template: Template;
  /** Parts of it could not be read, and are left out. */
  isBroken: boolean;
  scalar: YamlScalar;
  path: Path;
  /** The node whose field it is; undefined in the spec's `outputs`. */
  nodeId: string | undefined;
}

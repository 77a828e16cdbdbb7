import { hintFor } from '../../plan/nearest.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import { type Diagnostic, type DiagnosticCode, formatDiagnostic } from '../diagnostic.ts';
import type { Type } from '../types/type.ts';
import { lookedIn, type SpecSource, type SpecSources } from './spec-sources.ts';

/** Specs that a spec may stand above: each is a child workflow of the one before. */
export const MAX_USES_DEPTH = 8;

/** A spec that compiled, with what specs that use it need of it. */
export interface UsedSpec {
  plan: ExecutionPlan;
  /** Of its outputs together: what a node that uses it gives. */
  outputs: Type;
  /** Levels of specs, itself included. */
  height: number;
  /** Of the plan with all plans in it, as JSON. */
  bytes: number;
}

export type UsedOutcome =
  | { spec: UsedSpec; fault?: never }
  | { spec?: never; fault: { code: DiagnosticCode; message: string } };

/** Compiles a used spec; `chain` are the specs above it and itself. */
export type CompileUsed = (
  source: SpecSource,
  chain: readonly string[],
) => { spec: UsedSpec | undefined; diagnostics: Diagnostic[] };

/** The specs that one compilation uses, directly or through others: each is compiled once. */
export class UsedSpecs {
  private readonly sources: SpecSources;
  private readonly compile: CompileUsed;
  private readonly known = new Map<string, UsedOutcome>();

  constructor(sources: SpecSources, compile: CompileUsed) {
    this.sources = sources;
    this.compile = compile;
  }

  /** @param chain the specs from the outermost to the one that uses it */
  get(workflowId: string, chain: readonly string[]): UsedOutcome {
    const at = chain.indexOf(workflowId);
    if (at >= 0) {
      const circle = [...chain.slice(at), workflowId].join(' → ');
      return fault('uses-cycle', `These specs use each other: ${circle}. Remove one of the uses.`);
    }
    if (chain.length >= MAX_USES_DEPTH) return TOO_DEEP;
    const outcome = this.known.get(workflowId) ?? this.read(workflowId, chain);
    this.known.set(workflowId, outcome);
    return outcome.spec && chain.length + outcome.spec.height > MAX_USES_DEPTH ? TOO_DEEP : outcome;
  }

  private read(workflowId: string, chain: readonly string[]): UsedOutcome {
    const source = this.sources.get(workflowId);
    if (!source) {
      const hint = hintFor(workflowId, this.sources.ids());
      const where = lookedIn(this.sources);
      return fault('unknown-spec', `There is no workflow spec \`${workflowId}\`${where}.${hint}`);
    }
    const { spec, diagnostics } = this.compile(source, [...chain, workflowId]);
    if (!spec) return faultOf(workflowId, diagnostics);
    const { workflow_id, nodes } = spec.plan;
    if (workflow_id !== workflowId) {
      return fault('broken-spec', `${source.file} calls itself \`${workflow_id}\`; name the file ${workflow_id}.yaml.`);
    }
    const approval = Object.keys(nodes).find((id) => nodes[id]?.kind === 'approval');
    return approval === undefined ? { spec } : undecidable(workflowId, approval);
  }
}

const TOO_DEEP = fault('uses-depth', `Specs that use each other nest at most ${MAX_USES_DEPTH} deep.`);

function fault(code: DiagnosticCode, message: string): UsedOutcome {
  return { fault: { code, message } };
}

/** Decisions name a node of the job, and the nodes of a spec that is used are none. */
function undecidable(workflowId: string, nodeId: string): UsedOutcome {
  const message =
    `\`${nodeId}\` of \`${workflowId}\` is an approval, and nobody can decide on one of a spec that is used.` +
    ' Put it into the spec that the job runs, before or after the use.';
  return fault('uses-approval', message);
}

const FAULTS_OF_NESTING: readonly DiagnosticCode[] = ['uses-cycle', 'uses-depth', 'uses-approval'];

/** A fault of the nesting itself is told as what it is, at every level of it. */
function faultOf(workflowId: string, diagnostics: readonly Diagnostic[]): UsedOutcome {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const ofNesting = errors.find(({ code }) => FAULTS_OF_NESTING.includes(code));
  if (ofNesting) return fault(ofNesting.code, ofNesting.message);
  const first = errors[0] ? ` The first: ${formatDiagnostic(errors[0])}` : '';
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  return fault('broken-spec', `The spec \`${workflowId}\` has ${count}.${first}`);
}

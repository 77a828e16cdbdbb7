import type { HandlerContract } from '../../activities/contract.ts';
import { hintFor } from '../../plan/nearest.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import { compile } from '../../yaml-compiler/compile.ts';
import { type Diagnostic, DiagnosticSink, hasErrors } from '../../yaml-compiler/diagnostic.ts';
import type { HandlerCatalogue } from '../../yaml-compiler/handler-catalogue.ts';
import { lookedIn, type SpecSources } from '../../yaml-compiler/uses/spec-sources.ts';
import { offsetOf, type Path } from '../../yaml-compiler/yaml-node.ts';
import { contractsOf } from '../answers/contracts.ts';
import type { Mismatch } from '../expect/mismatch.ts';
import { checkTestFile } from '../file/check-test-file.ts';
import { readTestFile, type TestFile } from '../file/read-test-file.ts';
import type { CaseSpec } from '../file/schema.ts';
import { hasChunks, withChunks } from '../machine/chunking.ts';
import { courseOf } from './course.ts';
import { Coverage, type CoverageReport } from './coverage.ts';
import { type CaseRun, runCase } from './run-case.ts';

export interface TestFileOptions {
  /** How messages call the file: a path for people. */
  file: string;
  /** Where the spec that is tested is found, and those that it uses. */
  specs: SpecSources;
  catalogue: HandlerCatalogue;
  contracts: readonly HandlerContract[];
  /** Which tests to run; all when left out. */
  select?: (name: string) => boolean;
}

export interface TestFileResult {
  file: string;
  workflow_id: string | null;
  /** Of the file, and of the spec. With errors nothing is run. */
  diagnostics: Diagnostic[];
  cases: CaseResult[];
  /** Of all of the file's tests; null when not all of them were run. */
  coverage: CoverageReport | null;
}

export interface CaseResult {
  name: string;
  line: number;
  column: number;
  passed: boolean;
  failures: CaseFailure[];
}

export interface CaseFailure {
  /** How items of fan-outs went, where it makes a difference; null else. */
  way: string | null;
  /** What the test's own file has wrong; null else. */
  fault: PlacedText | null;
  mismatches: PlacedMismatch[];
  /** How the job went, for people: a line each. */
  course: string[];
}

interface Place {
  line: number;
  column: number;
}
export interface PlacedText extends Place {
  message: string;
}
/** `field`: of the test, such as `expect.nodes.a.state`. */
export interface PlacedMismatch extends Place, Omit<Mismatch, 'path'> {
  field: string;
}

/** Runs the tests of a file, each in virtual time. Never throws on bad input. */
export async function runTestFile(source: string, options: TestFileOptions): Promise<TestFileResult> {
  const { file, select = () => true } = options;
  const sink = new DiagnosticSink(file, source);
  const read = readTestFile(source, sink);
  const workflow_id = read?.spec.workflow_id ?? null;
  const { plan, diagnostics } = read ? planOf(read, sink, options) : NOTHING;
  const contracts = new Map(options.contracts.map((contract) => [contract.name, contract]));
  if (read && plan) checkTestFile(read.spec, { plan, root: read.root, isPartial: read.isPartial, sink, contracts });
  const all = [...diagnostics, ...sink.list()];
  if (!read || !plan || hasErrors(all)) return { file, workflow_id, diagnostics: all, cases: [], coverage: null };
  const coverage = new Coverage(plan);
  const cases: CaseResult[] = [];
  for (const [index, test] of read.spec.tests.entries()) {
    if (select(test.name)) cases.push(await testOne(test, ['tests', index], { read, plan, sink, coverage, options }));
  }
  const isWhole = cases.length === read.spec.tests.length;
  return { file, workflow_id, diagnostics: all, cases, coverage: isWhole ? coverage.report() : null };
}

const NOTHING = { plan: undefined, diagnostics: [] };

function planOf(
  { spec, root }: TestFile,
  sink: DiagnosticSink,
  { specs, catalogue }: TestFileOptions,
): { plan: ExecutionPlan | undefined; diagnostics: Diagnostic[] } {
  const found = specs.get(spec.workflow_id);
  if (found) return compile(found.source, { file: found.file, catalogue, specs });
  const hint = hintFor(spec.workflow_id, specs.ids());
  const message = `There is no spec ${spec.workflow_id}.yaml${lookedIn(specs)}.${hint}`;
  sink.report('unknown-spec', offsetOf(root, ['workflow_id']), message);
  return NOTHING;
}

interface TestContext {
  read: TestFile;
  plan: ExecutionPlan;
  sink: DiagnosticSink;
  coverage: Coverage;
  options: TestFileOptions;
}

async function testOne(test: CaseSpec, path: Path, context: TestContext): Promise<CaseResult> {
  const { read, plan, coverage, options } = context;
  const contracts = contractsOf(options.contracts);
  const failures: CaseFailure[] = [];
  for (const { way, plan: resized } of waysOf(plan, test.fan_outs)) {
    const run = await runCase({ plan: resized, test, path, common: read.spec, contracts });
    for (const { job } of run.attempts) coverage.add(job);
    const failure = failureOf(run, way, path, context);
    if (failure) failures.push(failure);
  }
  return { name: test.name, ...placeIn(context, [...path, 'name']), passed: failures.length === 0, failures };
}

/** So many items go in one chunk where a spec leaves it open: its own small numbers of items would go one by one. */
const CHUNK = 10;

interface Way {
  way: string | null;
  plan: ExecutionPlan;
}

/** What a test proves of items that go one by one it has to prove of items in chunks. */
function waysOf(plan: ExecutionPlan, fanOuts: CaseSpec['fan_outs'] = 'both'): Way[] {
  if (!hasChunks(plan)) return [{ way: null, plan }];
  const singly = { way: 'items one by one', plan: withChunks(plan, () => 1) };
  const inChunks = { way: 'items in chunks', plan: withChunks(plan, (size) => (size === 'auto' ? CHUNK : size)) };
  return { both: [singly, inChunks], singly: [singly], in_chunks: [inChunks] }[fanOuts];
}

function failureOf(run: CaseRun, way: string | null, path: Path, context: TestContext): CaseFailure | undefined {
  const mismatches = [...run.mismatches, ...run.attempts.flatMap((attempt) => attempt.mismatches)];
  if (mismatches.length === 0 && !run.fault) return undefined;
  return {
    way,
    fault: run.fault ? { ...placeIn(context, run.fault.path), message: run.fault.message } : null,
    mismatches: mismatches.map(({ path: at, ...mismatch }) => ({
      field: at.slice(path.length).join('.'),
      ...placeIn(context, at),
      ...mismatch,
    })),
    course: run.attempts.flatMap(courseOf),
  };
}

function placeIn({ read, sink }: TestContext, path: Path): Place {
  return sink.placeOf(offsetOf(read.root, path));
}

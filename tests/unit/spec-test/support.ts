import { CONTRACTS, HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { runTestFile, type TestFileResult } from '../../../src/spec-test/run/run-test-file.ts';
import { formatDiagnostic } from '../../../src/yaml-compiler/diagnostic.ts';

/** Runs tests, given as YAML, of specs that are given as YAML by their ids. */
export function runTests(tests: string, specs: Record<string, string>): Promise<TestFileResult> {
  return runTestFile(tests, {
    file: 'x.test.yaml',
    specs: {
      ids: () => Object.keys(specs),
      places: () => [],
      get: (id) => (specs[id] === undefined ? undefined : { file: `${id}.yaml`, source: specs[id] }),
    },
    catalogue: HANDLER_CATALOGUE,
    contracts: CONTRACTS,
  });
}

/** Faults of a file, as people see them. */
export async function faultsOf(tests: string, specs: Record<string, string>): Promise<string[]> {
  return (await runTests(tests, specs)).diagnostics.map((one) => formatDiagnostic(one).replace('x.test.yaml:', ''));
}

/** What is not as expected, a line each: `<field>: expected …, actual …`. */
export async function mismatchesOf(tests: string, specs: Record<string, string>): Promise<string[]> {
  const { cases, diagnostics } = await runTests(tests, specs);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return cases.flatMap(({ failures }) =>
    failures.flatMap(({ fault, mismatches }) => [
      ...(fault ? [`${fault.line}:${fault.column} ${fault.message}`] : []),
      ...mismatches.map(({ field, expected, actual }) => `${field}: expected ${expected}, actual ${actual}`),
    ]),
  );
}

import type { TestFileResult } from '../../spec-test/run/run-test-file.ts';
import { hasErrors } from '../../yaml-compiler/diagnostic.ts';

/** Results for programs. */
export function testsAsJson(results: readonly TestFileResult[]) {
  const cases = results.flatMap((result) => result.cases);
  const passed = cases.filter((one) => one.passed).length;
  return {
    passed,
    failed: cases.length - passed,
    files_with_errors: results.filter(({ diagnostics }) => hasErrors(diagnostics)).length,
    files: results,
  };
}

import type { CaseFailure, CaseResult, TestFileResult } from '../../spec-test/run/run-test-file.ts';
import { formatDiagnostic, hasErrors } from '../../yaml-compiler/diagnostic.ts';
import { count } from '../format.ts';
import type { Terminal } from '../terminal.ts';

/** Results for people: a line a test, and of those that failed what was expected and what was. */
export function testsAsText(results: readonly TestFileResult[], terminal: Terminal): string {
  return [...results.flatMap((result) => fileText(result, terminal)), summary(results)].join('\n');
}

function fileText(result: TestFileResult, terminal: Terminal): string[] {
  const { file, diagnostics, cases, coverage } = result;
  const found = diagnostics.map((diagnostic) =>
    terminal.style(diagnostic.severity === 'error' ? 'red' : 'yellow', formatDiagnostic(diagnostic)),
  );
  const missing = coverage?.missing ?? [];
  const warning = `${file}: warning: no test reaches ${missing.join(', ')}`;
  return [
    ...found,
    ...cases.flatMap((one) => caseText(one, result, terminal)),
    ...(missing.length > 0 ? [terminal.style('yellow', warning)] : []),
  ];
}

function caseText({ name, passed, failures, line, column }: CaseResult, file: TestFileResult, terminal: Terminal) {
  const mark = passed ? terminal.style('green', 'ok  ') : terminal.style('red', 'FAIL');
  const place = passed ? '' : `  (${file.file}:${line}:${column})`;
  return [
    `${mark} ${file.workflow_id}: ${name}${place}`,
    ...failures.flatMap((one) => failureText(one, file, terminal)),
  ];
}

function failureText({ way, fault, mismatches, course }: CaseFailure, { file }: TestFileResult, terminal: Terminal) {
  return [
    ...(way === null ? [] : [`     ${way}:`]),
    ...(fault === null ? [] : [`     ${file}:${fault.line}:${fault.column} ${fault.message}`]),
    ...mismatches.flatMap(({ line, column, field, expected, actual }) => [
      `     ${file}:${line}:${column} ${field}`,
      `       expected  ${terminal.style('green', expected)}`,
      `       actual    ${terminal.style('red', actual)}`,
    ]),
    ...course.map((text) => terminal.style('dim', `     ${text}`)),
  ];
}

function summary(results: readonly TestFileResult[]): string {
  const cases = results.flatMap((result) => result.cases);
  const passed = cases.filter((one) => one.passed).length;
  const invalid = results.filter(({ diagnostics }) => hasErrors(diagnostics)).length;
  const parts = [`${passed} passed`, `${cases.length - passed} failed`];
  if (invalid > 0) parts.push(`${count(invalid, 'file')} with errors`);
  return `${parts.join(', ')}.`;
}

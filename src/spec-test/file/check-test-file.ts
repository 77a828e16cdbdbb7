import { type GivenOutputs, notSupplied, schemaOfGiven } from '../../activities/given-outputs.ts';
import { type InputFault, resolveInputs } from '../../plan/inputs.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { DiagnosticCode } from '../../yaml-compiler/diagnostic.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';
import { checkAnswers } from './check-answers.ts';
import { type CheckContext, reportAt, reportKey } from './check-context.ts';
import { checkExpect } from './check-expect.ts';
import type { CaseSpec, RetrySpec, TestFileSpec } from './schema.ts';

/** Holds a test file against the plan that it tests: names, inputs, and answers against their contracts. */
export function checkTestFile(spec: TestFileSpec, context: CheckContext): void {
  const { plan } = context;
  checkAnswers(spec, [], plan, context);
  for (const [index, test] of spec.tests.entries()) {
    const path = ['tests', index];
    checkInputs(test, path, context);
    checkAnswers(test, path, plan, context);
    checkExpect(test.expect ?? {}, [...path, 'expect'], context);
    for (const [at, retry] of (test.retries ?? []).entries()) checkRetry(retry, [...path, 'retries', at], context);
  }
}

function checkRetry(retry: RetrySpec, path: Path, context: CheckContext): void {
  checkGiven(retry.request, [...path, 'request'], context);
  checkAnswers(retry, path, context.plan, context);
  checkExpect(retry.expect ?? {}, [...path, 'expect'], context);
}

/** As the domain API does; what cannot be given at all the machine refuses. */
function checkGiven(request: RetrySpec['request'], path: Path, context: CheckContext): void {
  const { plan, contracts } = context;
  const given = { outputs: request?.outputs ?? {}, item_outputs: request?.item_outputs ?? {} } as GivenOutputs;
  if (notSupplied(plan, given).length > 0) return;
  for (const issue of schemaOfGiven(plan, given, [...contracts.values()]).safeParse(given).error?.issues ?? []) {
    const place = issue.path as (string | number)[];
    const message = `\`${place.join('.')}\` is not what it could have given: ${issue.message}.`;
    reportAt(context, 'invalid-answer', [...path, ...place], message);
  }
}

const CODES: Readonly<Record<InputFault['code'], DiagnosticCode>> = {
  missing_input: 'missing-input',
  unknown_input: 'unknown-input',
  invalid_input: 'invalid-input',
};

function checkInputs({ inputs, expect }: CaseSpec, path: Path, context: CheckContext): void {
  // These are to be refused; which of them, the test itself sees.
  if (expect?.refused_inputs !== undefined) return;
  for (const { pointer, code, message } of resolveInputs(context.plan.inputs, (inputs ?? {}) as JsonObject).faults) {
    const place = [...path, 'inputs', nameIn(pointer)];
    if (code === 'missing_input')
      reportAt(context, CODES[code], inputs ? [...path, 'inputs'] : [...path, 'name'], message);
    else if (code === 'unknown_input') reportKey(context, CODES[code], place, message);
    else reportAt(context, CODES[code], place, message);
  }
}

/** The input that a JSON pointer names. */
export function nameIn(pointer: string): string {
  return pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
}

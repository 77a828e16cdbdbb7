import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { JsonObject } from '../../../src/plan/json.ts';
import type { Expression } from '../../../src/plan/template/ast.ts';
import { parseTemplate } from '../../../src/plan/template/template.ts';
import { randomOf } from '../../torture/random.ts';
import { DECLARED_INPUTS, sampleInputs } from './fuzz/sample-inputs.ts';
import { type Verdict, verdictOf } from './fuzz/verdict.ts';
import { writeExpression } from './fuzz/write-expression.ts';
import { placesOf } from './support.ts';

const SEED = Number(process.env.RHUMBLINE_TEST_SEED ?? 1);
const EXPRESSIONS = Number(process.env.RHUMBLINE_TEST_EXPRESSIONS ?? 1_600);
/** Fewer than the faults that the compiler tells of a spec. */
const EXPRESSIONS_A_SPEC = 40;
const SAMPLES = 24;
const MOST_SAMPLES = 400;

/** The only item of an array, which is compared with nothing, may be of any type. */
const MAYBE_ANYTHING = /\| (min|max)\)./;

/** Whether the compiler has something against each. One a line, so that the line tells which it is. */
function refusalsOf(expressions: readonly string[]): boolean[] {
  const head = `workflow_id: x\nversion: 1\ninputs:${DECLARED_INPUTS}nodes:\n  a:\n    handler: echo\n    params:\n`;
  const params = expressions.map((expression, index) => `      p${index}: '{{ ${expression} }}'\n`);
  const first = head.split('\n').length;
  const told = new Set(placesOf(head + params.join('')).map((place) => Number.parseInt(place, 10)));
  return expressions.map((_, index) => told.has(first + index));
}

/** What is let through is asked of many samples, since few of them may come to the one way that is right. */
function judge(text: string, isRefused: boolean, samples: readonly JsonObject[]) {
  const { whole } = parseTemplate(`{{ ${text} }}`);
  const is = (wanted: Verdict) => (inputs: JsonObject) => verdictOf(whole as Expression, inputs) === wanted;
  const isRight = samples.slice(0, SAMPLES).some(is('right'));
  if (isRefused && isRight) return { isRight, finding: `refused, and right: ${text}` };
  const isWrong = !isRefused && !isRight && !MAYBE_ANYTHING.test(text) && samples.every(is('wrong'));
  return { isRight, finding: isWrong ? `let through, and always wrong: ${text}` : undefined };
}

it(`the compiler refuses what the evaluator always fails at, and nothing that is right (seed ${SEED})`, () => {
  const random = randomOf(SEED, 'types');
  const samples = Array.from({ length: MOST_SAMPLES }, () => sampleInputs(random));
  const expressions = Array.from({ length: EXPRESSIONS }, () => writeExpression(random, 1 + random.below(3)));
  const specs = Array.from({ length: Math.ceil(EXPRESSIONS / EXPRESSIONS_A_SPEC) }, (_, index) =>
    expressions.slice(index * EXPRESSIONS_A_SPEC, (index + 1) * EXPRESSIONS_A_SPEC),
  );
  const refusals = specs.flatMap(refusalsOf);
  const judged = expressions.map((text, index) => judge(text, refusals[index] as boolean, samples));
  assert.deepEqual(
    judged.flatMap(({ finding = [] }) => finding),
    [],
  );
  // It says little unless both come up often.
  const counts = { right: judged.filter(({ isRight }) => isRight).length, refused: refusals.filter(Boolean).length };
  assert.ok(Math.min(counts.right, counts.refused) > EXPRESSIONS / 5, JSON.stringify(counts));
});

import type { JsonObject, JsonValue } from '../../../../src/plan/json.ts';
import type { Expression } from '../../../../src/plan/template/ast.ts';
import { TemplateError } from '../../../../src/plan/template/error.ts';
import { evaluate, scopeOf } from '../../../../src/plan/template/evaluate.ts';
import { typeName } from '../../../../src/plan/template/values.ts';
import { childrenOf } from '../../../../src/plan/template/walk.ts';

/** `undecided` where values made it so and not types, or would have hidden a wrong type. */
export type Verdict = 'right' | 'wrong' | 'undecided';

const FAULTS_OF_VALUES = /division by zero|finite|text of one, not string|not empty|at least one|at most|the field/;

/** What the evaluator has to say of all parts of an expression, each for itself: also one that is never reached may be wrong. */
export function verdictOf(expression: Expression, inputs: JsonObject): Verdict {
  const verdicts = partsOf(expression).map((part) => verdictOfPart(part, inputs));
  if (verdicts.includes('undecided')) return 'undecided';
  return verdicts.includes('wrong') ? 'wrong' : 'right';
}

function verdictOfPart(part: Expression, inputs: JsonObject): Verdict {
  try {
    return isTelling(evaluate(part, scopeOf({ inputs }))) ? 'right' : 'undecided';
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.code === 'template_type' && !FAULTS_OF_VALUES.test(error.message) ? 'wrong' : 'undecided';
  }
}

/** What is done with an array of no items, of one, or of several types says nothing of the types. */
function isTelling(value: JsonValue): boolean {
  return (
    !Array.isArray(value) || (value.length > 1 && new Set(value.map(typeName)).size === 1 && value.every(isTelling))
  );
}

function partsOf(expression: Expression): Expression[] {
  return [expression, ...childrenOf(expression).flatMap(partsOf)];
}

import type { z } from 'zod';
import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { didYouMean, hintFor, nearest } from '../../plan/nearest.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import type { Expression } from '../../plan/template/ast.ts';
import { TemplateError } from '../../plan/template/error.ts';
import { isTemplate, parseTemplate } from '../../plan/template/template.ts';
import { namesIn } from '../../plan/template/walk.ts';
import { nodeAt, offsetInScalar, type Path } from '../../yaml-compiler/yaml-node.ts';
import { type CheckContext, reportAt, reportKey } from './check-context.ts';
import type { ReplySpec } from './schema.ts';

/** Names that templates of an answer see. */
const NAMES = ['params', 'key', 'attempt'];

/** What answers: a handler with its contract, or another spec with its outputs. */
interface Answering {
  handler?: string;
  used?: ExecutionPlan;
}

export function checkReply(reply: ReplySpec, path: Path, { handler, used }: Answering, context: CheckContext): void {
  const { output, fail, takes } = reply;
  if (output !== undefined && fail !== undefined) {
    reportKey(context, 'invalid-answer', [...path, 'fail'], 'An attempt gives an `output` or fails, not both.');
  }
  if (output === undefined && fail === undefined && takes === undefined) {
    reportAt(
      context,
      'missing-field',
      path,
      'The answer is empty: give an `output`, or the code of a failure as `fail`.',
    );
  }
  if (output === undefined) return;
  const at = [...path, 'output'];
  const isLiteral = checkTemplates(output, at, context);
  if (used) checkUsedOutput(output, at, used, context);
  if (handler !== undefined && isLiteral) checkOutput(output, at, handler, context);
}

/** Whether there are none. */
function checkTemplates(value: JsonValue, path: Path, context: CheckContext): boolean {
  if (typeof value === 'string') return !isTemplate(value) || checkTemplate(value, path, context);
  if (value === null || typeof value !== 'object') return true;
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const literal = members.map(([name, member]) => checkTemplates(member as JsonValue, [...path, name], context));
  return literal.every(Boolean);
}

function checkTemplate(source: string, path: Path, context: CheckContext): false {
  try {
    for (const part of parseTemplate(source).parts) {
      if (part.kind === 'expression') checkNames(part.expression, path, context);
    }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    report('template-syntax', `In the template, ${error.message}.`, error.span, path, context);
  }
  return false;
}

function checkNames(expression: Expression, path: Path, context: CheckContext): void {
  for (const name of namesIn(expression)) {
    if (NAMES.includes(name.name)) continue;
    const hint = didYouMean(name.name, NAMES);
    const message = `\`${name.name}\` is not defined: templates of answers see ${NAMES.join(', ')}.${hint}`;
    report('unknown-name', message, name, path, context);
  }
}

function report(
  code: 'template-syntax' | 'unknown-name',
  message: string,
  { start, end }: { start: number; end: number },
  path: Path,
  { root, sink }: CheckContext,
): void {
  const node = nodeAt(root, path);
  const offset = node?.kind === 'scalar' ? offsetInScalar(node, start, end - start) : (node?.start ?? root.start);
  sink.report(code, offset, message);
}

function checkUsedOutput(output: JsonValue, path: Path, used: ExecutionPlan, context: CheckContext): void {
  const names = Object.keys(used.outputs);
  if (!isJsonObject(output)) {
    const message = `The outputs of ${used.workflow_id} are a mapping: ${names.join(', ')}.`;
    return reportAt(context, 'invalid-answer', path, message);
  }
  for (const name of Object.keys(output).filter((given) => !names.includes(given))) {
    const message = `${used.workflow_id} has no output \`${name}\`.${hintFor(name, names)}`;
    reportKey(context, 'unknown-output', [...path, name], message);
  }
  const missing = names.filter((name) => !Object.hasOwn(output, name));
  if (missing.length === 0) return;
  const message = `${used.workflow_id} has the outputs ${names.join(', ')}; missing here: ${missing.join(', ')}.`;
  reportAt(context, 'invalid-answer', path, message);
}

function checkOutput(output: JsonValue, path: Path, handler: string, context: CheckContext): void {
  for (const issue of context.contracts.get(handler)?.output.safeParse(output).error?.issues ?? []) {
    const at = [...path, ...(issue.path as (string | number)[])];
    if (issue.code !== 'unrecognized_keys') {
      reportAt(context, 'invalid-answer', at, describe(issue, output, handler));
      continue;
    }
    for (const key of issue.keys) {
      const message = `The contract of ${handler} has no output \`${[...issue.path, key].join('.')}\`.`;
      reportKey(context, 'invalid-answer', [...at, key], message);
    }
  }
}

function describe({ path, message }: z.core.$ZodIssue, output: JsonValue, handler: string): string {
  if (path.length === 0) return `The output does not fit the contract of ${handler}: ${message}.`;
  const field = `\`${path.join('.')}\` of the output`;
  if (valueAt(output, path) !== undefined) return `${field} does not fit the contract of ${handler}: ${message}.`;
  const there = valueAt(output, path.slice(0, -1));
  const meant = nearest(String(path.at(-1)), isJsonObject(there) ? Object.keys(there) : []);
  const hint = meant === undefined ? '' : ` Is it \`${meant}\`?`;
  return `${field} is missing: the contract of ${handler} has it.${hint}`;
}

function valueAt(value: JsonValue, path: readonly PropertyKey[]): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)];
    else at = isJsonObject(at) && Object.hasOwn(at, step) ? at[String(step)] : undefined;
  }
  return at;
}

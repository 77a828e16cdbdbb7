import { hintFor } from '../../plan/nearest.ts';
import type { ExecutionPlan, NodeKind, PlanNode } from '../../plan/plan.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';
import { type CheckContext, reportAt, reportKey } from './check-context.ts';
import { checkReply } from './check-reply.ts';
import type { AnswerFields, AnswerSpec, AnswersSpec, ReplySpec } from './schema.ts';

type Field = keyof AnswerFields;

/** What answers for each kind of node may say; null for those that the machine itself does. */
const FIELDS: Readonly<Record<NodeKind, readonly Field[] | null>> = {
  task: ['output', 'fail', 'takes'],
  workflow: ['output', 'fail', 'takes', 'nodes', 'handlers'],
  fan_out: ['output', 'fail', 'takes', 'nodes', 'handlers', 'items', 'others'],
  approval: ['approved', 'by', 'comment', 'takes'],
  conditional: null,
  fan_in: null,
  sleep: null,
};

/** Answers by node and by handler, for the plan that they are for: the test's own, or one that it uses. */
export function checkAnswers(answers: AnswersSpec, path: Path, plan: ExecutionPlan, context: CheckContext): void {
  for (const [id, answer] of Object.entries(answers.nodes ?? {})) {
    const place = [...path, 'nodes', id];
    const node = Object.hasOwn(plan.nodes, id) ? plan.nodes[id] : undefined;
    if (node) checkAnswer(answer, place, { id, node, plan }, context);
    else reportKey(context, 'unknown-node', place, unknownNode(id, plan));
  }
  for (const [handler, answer] of Object.entries(answers.handlers ?? {})) {
    checkHandler(handler, answer, [...path, 'handlers', handler], context);
  }
}

export function unknownNode(id: string, plan: ExecutionPlan): string {
  return `${plan.workflow_id} has no node \`${id}\`.${hintFor(id, Object.keys(plan.nodes))}`;
}

function checkHandler(handler: string, answer: ReplySpec | ReplySpec[], path: Path, context: CheckContext): void {
  const names = [...context.contracts.values()].filter(({ internal }) => !internal).map(({ name }) => name);
  if (!names.includes(handler)) {
    reportKey(context, 'unknown-handler', path, `No handler is called \`${handler}\`.${hintFor(handler, names)}`);
    return;
  }
  for (const [reply, place] of withPlaces(answer, path)) checkReply(reply, place, { handler }, context);
}

interface Place {
  id: string;
  node: PlanNode;
  plan: ExecutionPlan;
}

function checkAnswer(answer: AnswerSpec, path: Path, place: Place, context: CheckContext): void {
  const { id, node } = place;
  const allowed = FIELDS[node.kind];
  if (!allowed) {
    reportKey(context, 'invalid-answer', path, `\`${id}\` (${node.kind}) needs no answer: the machine does it.`);
    return;
  }
  if (Array.isArray(answer) && node.kind === 'approval') {
    reportAt(context, 'invalid-answer', path, `\`${id}\` is an approval: it is decided once, by { approved: true }.`);
    return;
  }
  if (!Array.isArray(answer) && !checkFields(answer, allowed, path, place, context)) return;
  if (node.kind === 'approval') checkDecision(answer as AnswerFields, path, context);
  else checkWork(answer, path, place, context);
}

function checkFields(
  answer: AnswerFields,
  allowed: readonly Field[],
  path: Path,
  { id, node }: Place,
  context: CheckContext,
): boolean {
  const wrong = (Object.keys(answer) as Field[]).filter((field) => !allowed.includes(field));
  for (const field of wrong) {
    const message = `\`${field}\` is not for \`${id}\` (${node.kind}), whose answers say ${allowed.join(', ')}.`;
    reportKey(context, 'invalid-answer', [...path, field], message);
  }
  return wrong.length === 0;
}

function checkDecision(answer: AnswerFields, path: Path, context: CheckContext): void {
  if (answer.approved !== undefined) return;
  reportAt(context, 'missing-field', path, 'The decision is missing: `approved: true` or `approved: false`.');
}

function checkWork(answer: AnswerSpec, path: Path, place: Place, context: CheckContext): void {
  const { node, plan } = place;
  if (!Array.isArray(answer)) {
    for (const [key, item] of Object.entries(answer.items ?? {})) {
      checkAnswer(item, [...path, 'items', key], place, context);
    }
    if (answer.others) checkAnswer(answer.others, [...path, 'others'], place, context);
    checkUsed(answer, path, place, context);
    if (answer.items || answer.others) return;
  }
  const used = usedBy(node, plan);
  const handler = handlerOf(node);
  if (!Array.isArray(answer) && used && (answer.nodes || answer.handlers)) return;
  for (const [reply, at] of withPlaces(answer, path)) {
    checkReply(reply, at, { ...(handler && { handler }), ...(used && { used }) }, context);
  }
}

function checkUsed(answer: AnswerFields, path: Path, { id, node, plan }: Place, context: CheckContext): void {
  if (!answer.nodes && !answer.handlers) return;
  const used = usedBy(node, plan);
  if (used) return checkAnswers(answer, path, used, context);
  const field = answer.nodes ? 'nodes' : 'handlers';
  reportKey(context, 'invalid-answer', [...path, field], `\`${id}\` uses no other spec, so it has no \`${field}\`.`);
}

/** The plan of the spec that a node uses. */
export function usedBy(node: PlanNode, plan: ExecutionPlan): ExecutionPlan | undefined {
  if (node.kind === 'workflow') return plan.uses?.[node.uses];
  return node.kind === 'fan_out' && node.work.kind === 'workflow' ? plan.uses?.[node.work.uses] : undefined;
}

function handlerOf(node: PlanNode): string | undefined {
  if (node.kind === 'task') return node.handler;
  return node.kind === 'fan_out' && node.work.kind === 'task' ? node.work.handler : undefined;
}

function withPlaces(answer: AnswerSpec, path: Path): [ReplySpec, Path][] {
  return Array.isArray(answer) ? answer.map((reply, index) => [reply, [...path, index]]) : [[answer, path]];
}

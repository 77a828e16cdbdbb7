import { parseDuration } from '../../../plan/duration.ts';
import type { InputDeclaration } from '../../../plan/plan.ts';
import { isTemplate } from '../../../plan/template/template.ts';
import type { Compilation } from '../../compilation.ts';
import { BLANK } from '../../spec/blanks.ts';
import type { ScheduleSpec } from '../../spec/schema.ts';
import { keyOffset, nodeAt, offsetOf, type YamlNode } from '../../yaml-node.ts';
import { checkGivenInputs } from '../given-inputs.ts';
import { ValueChecker } from '../values.ts';
import { describeCronFault } from './cron.ts';
import { describeTimezoneFault } from './timezone.ts';

/** Temporal takes no shorter one. */
const SHORTEST_CATCH_UP_MS = 10_000;

export function checkSchedule(inputs: Record<string, InputDeclaration>, compilation: Compilation): void {
  const { schedule } = compilation.spec;
  const { root, spec } = compilation;
  if (!schedule || spec.shape.isWrong(nodeAt(root, ['schedule']))) return;
  checkCron(schedule, compilation);
  checkTimezone(schedule, compilation);
  checkCatchUpWindow(schedule, compilation);
  checkInputs(inputs, compilation);
}

function checkCron({ cron }: ScheduleSpec, { root, sink }: Compilation): void {
  const path = ['schedule', 'cron'];
  for (const [index, text] of (typeof cron === 'string' ? [cron] : cron).entries()) {
    if (text === BLANK) continue;
    const fault = describeCronFault(text);
    const offset = offsetOf(root, typeof cron === 'string' ? path : [...path, index]);
    if (fault) sink.report('invalid-cron', offset, `The cron expression \`${text}\` ${fault}.`);
  }
}

function checkTimezone({ timezone }: ScheduleSpec, { root, sink }: Compilation): void {
  const fault = timezone === undefined ? undefined : describeTimezoneFault(timezone);
  if (fault) sink.report('unknown-timezone', offsetOf(root, ['schedule', 'timezone']), fault);
}

function checkCatchUpWindow({ catch_up_window: window }: ScheduleSpec, { root, sink }: Compilation): void {
  if (window === undefined || (parseDuration(window) ?? 0) >= SHORTEST_CATCH_UP_MS) return;
  const message = `\`catch_up_window\`: at least ${SHORTEST_CATCH_UP_MS / 1_000}s are needed, not ${window}.`;
  sink.report('invalid-value', offsetOf(root, ['schedule', 'catch_up_window']), message);
}

/** Nothing is known yet when a schedule submits a job: its inputs are plain values. */
function checkInputs(inputs: Record<string, InputDeclaration>, compilation: Compilation): void {
  const { root, sink, spec } = compilation;
  const given = nodeAt(root, ['schedule', 'inputs']);
  for (const offset of given && !spec.shape.isWrong(given) ? templatesIn(given) : []) {
    sink.report(
      'invalid-value',
      offset,
      'The inputs of a schedule are plain values: templates have nothing to mention.',
    );
  }
  const place = keyOffset(root, ['schedule', 'inputs']) ?? keyOffset(root, ['schedule']) ?? root.start;
  const checker = new ValueChecker(compilation, {}, () => true);
  const isUndeclared = (name: string) =>
    !Object.hasOwn(spec.inputs, name) && !spec.shape.isWrong(nodeAt(root, ['inputs']));
  checkGivenInputs(given, place, inputs, 'The schedule', checker, compilation, isUndeclared);
}

function* templatesIn(node: YamlNode): Generator<number> {
  if (node.kind === 'sequence') for (const item of node.items) yield* templatesIn(item);
  else if (node.kind === 'mapping') for (const { value } of node.entries) yield* templatesIn(value);
  else if (typeof node.value === 'string' && isTemplate(node.value)) yield node.start;
}

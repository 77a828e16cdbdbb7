import { isDateTime } from '../../../plan/date-time.ts';
import { isTemplate } from '../../../plan/template/template.ts';
import { durationFault } from '../../spec/fields.ts';
import type { SleepSpec } from '../../spec/node-schemas.ts';
import { STRING } from '../../types/type.ts';
import { nodeAt, offsetOf } from '../../yaml-node.ts';
import { checkValue, type NodeContext } from '../node-context.ts';

/** Checks a sleep: one of `duration` and `until`, each in its form where it is no template. */
export function checkSleep(node: SleepSpec, context: NodeContext): void {
  const { compilation, id, names, path } = context;
  const { root, sink } = compilation;
  const isUnsound = compilation.spec.shape.isUnsound(nodeAt(root, path));
  if (!isUnsound && (node.duration === undefined) === (node.until === undefined)) {
    const has = node.duration === undefined ? 'has neither' : 'has both';
    const message = `A sleep has \`duration\` or \`until\`; \`${id}\` ${has}.`;
    sink.report(node.duration === undefined ? 'missing-field' : 'invalid-value', offsetOf(root, path), message);
  }
  for (const field of ['duration', 'until']) checkValue([...path, field], STRING, names, context);
  const fault = isPlain(node.duration) ? durationFault(node.duration) : undefined;
  if (fault !== undefined) {
    const message = `\`duration\`: \`${node.duration}\` ${fault}.`;
    sink.report('invalid-duration', offsetOf(root, [...path, 'duration']), message);
  }
  if (isPlain(node.until) && !isDateTime(node.until)) {
    const message = `\`until\`: \`${node.until}\` is not an RFC 3339 instant such as 2030-01-31T03:00:00Z.`;
    sink.report('invalid-value', offsetOf(root, [...path, 'until']), message);
  }
}

function isPlain(text: string | undefined): text is string {
  return text !== undefined && !isTemplate(text);
}

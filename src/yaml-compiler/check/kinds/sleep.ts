import { parseDuration } from '../../../plan/duration.ts';
import { isTemplate } from '../../../plan/template/template.ts';
import { DURATION_FAULT } from '../../spec/fields.ts';
import type { SleepSpec } from '../../spec/node-schemas.ts';
import { STRING } from '../../types/type.ts';
import { nodeAt, offsetOf } from '../../yaml-node.ts';
import { checkValue, type NodeContext } from '../node-context.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

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
  if (isPlain(node.duration) && parseDuration(node.duration) === undefined) {
    const message = `\`duration\`: \`${node.duration}\` ${DURATION_FAULT}.`;
    sink.report('invalid-duration', offsetOf(root, [...path, 'duration']), message);
  }
  if (isPlain(node.until) && !(INSTANT.test(node.until) && Number.isFinite(Date.parse(node.until)))) {
    const message = `\`until\`: \`${node.until}\` is not an RFC 3339 instant such as 2030-01-31T03:00:00Z.`;
    sink.report('invalid-value', offsetOf(root, [...path, 'until']), message);
  }
}

function isPlain(text: string | undefined): text is string {
  return text !== undefined && !isTemplate(text);
}

import type { JsonObject } from '../../plan/json.ts';
import type { YamlNode } from '../../yaml-compiler/yaml-node.ts';
import { durationOf } from '../duration.ts';
import { Fields } from '../fields.ts';
import type { FindingSink } from '../finding.ts';

const OLD_BACKOFFS = ['fixed', 'linear', 'exponential'] as const;

/** What a retry of old meant where it did not say; a handler of now may mean otherwise. */
const OLD_DEFAULTS = { max_attempts: 3, initial_delay_seconds: 5, max_delay_seconds: 300 } as const;

export function convertRetry(node: YamlNode, nodeId: string, sink: FindingSink): JsonObject {
  const fields = new Fields(node, sink, nodeId);
  const backoff = fields.oneOf('backoff', OLD_BACKOFFS);
  const retry = {
    max_attempts: fields.number('max_attempts') ?? OLD_DEFAULTS.max_attempts,
    initial_delay: delay('initial_delay_seconds', fields),
    ...(backoff !== undefined && { backoff: backoff === 'linear' ? 'exponential' : backoff }),
    max_delay: delay('max_delay_seconds', fields),
  };
  if (backoff === 'linear') {
    const message = 'Delays cannot grow by the same amount each time: they double now, up to the same `max_delay`.';
    fields.report('linear-backoff', fields.offset('backoff'), message);
  }
  fields.done();
  return retry;
}

function delay(name: 'initial_delay_seconds' | 'max_delay_seconds', fields: Fields): string {
  const seconds = fields.number(name) ?? OLD_DEFAULTS[name];
  if (seconds <= 0) fields.report('delay-raised', fields.offset(name), `\`${name}: ${seconds}\` is written as 1ms.`);
  return durationOf(seconds);
}

import { type Event, parseEvents, YAMLException } from 'js-yaml';
import { Composer } from './compose-yaml.ts';
import type { DiagnosticSink } from './diagnostic.ts';
import type { YamlNode } from './yaml-node.ts';

export const MAX_SOURCE_LENGTH = 524_288;
const MAX_DEPTH = 32;

/** Reads one YAML document as plain data. Faults go to the sink; undefined when there is nothing to go on with. */
export function readYaml(source: string, sink: DiagnosticSink): YamlNode | undefined {
  if (source.length > MAX_SOURCE_LENGTH) {
    sink.report('yaml-limit', 0, `A spec has at most ${MAX_SOURCE_LENGTH} characters, this file has ${source.length}.`);
    return undefined;
  }
  const events = parse(source, sink);
  return events && new Composer(source, events, sink).compose();
}

function parse(source: string, sink: DiagnosticSink): Event[] | undefined {
  try {
    return parseEvents(source, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const code = /depth|nest/i.test(error.reason) ? 'yaml-limit' : 'yaml-syntax';
    sink.report(code, error.mark?.position ?? 0, `${capitalise(error.reason)}.`);
    return undefined;
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

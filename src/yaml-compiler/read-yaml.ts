import { EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
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
  if (!events) return undefined;
  if (events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length > 1) {
    const message = 'A file holds one spec; remove the second document.';
    sink.report('yaml-documents', secondDocumentOffset(source), message);
  }
  return new Composer(source, events, sink).compose();
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

function secondDocumentOffset(source: string): number {
  const at = source.search(/^---[ \t]*$/m);
  const second = source.slice(at + 3).search(/^---/m);
  return second < 0 ? Math.max(0, at) : at + 3 + second;
}

import { EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import { Composer } from './compose-yaml.ts';
import type { DiagnosticSink } from './diagnostic.ts';
import type { YamlNode } from './yaml-node.ts';

export const MAX_SOURCE_LENGTH = 524_288;
/** Beyond, nothing is read at all; what is too deep for a spec is told where it stands. */
const MAX_PARSED_DEPTH = 500;

/** Reads one YAML document as plain data. Faults go to the sink; undefined when there is nothing to go on with. */
export function readYaml(source: string, sink: DiagnosticSink): YamlNode | undefined {
  if (source.length > MAX_SOURCE_LENGTH) {
    sink.report('yaml-limit', 0, `A spec has at most ${MAX_SOURCE_LENGTH} characters, this file has ${source.length}.`);
    return undefined;
  }
  const broken = source.indexOf('\ufffd');
  if (broken >= 0) {
    const message = 'The file is not UTF-8 here. Write U+FFFD itself, if it is meant, as "\\uFFFD".';
    sink.report('yaml-syntax', broken, message);
  }
  const events = parse(source, sink);
  if (!events) return undefined;
  const second = events.findIndex(({ type }, index) => index > 0 && type === EVENT_ID.DOCUMENT);
  if (second > 0) {
    const message = 'A file holds one spec; remove the second document.';
    sink.report('yaml-documents', documentOffset(source, events, second), message);
  }
  return new Composer(source, events, sink).compose();
}

function parse(source: string, sink: DiagnosticSink): Event[] | undefined {
  try {
    return parseEvents(source, { maxDepth: MAX_PARSED_DEPTH });
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

/** Where the document of an event begins: at its `---`, if it has one. */
function documentOffset(source: string, events: readonly Event[], at: number): number {
  const end = events.slice(0, at).reduce((last, event) => Math.max(last, endOf(event)), 0);
  const marker = source.slice(end).search(/^---/m);
  return marker < 0 ? end : end + marker;
}

function endOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueEnd;
  if (event.type === EVENT_ID.ALIAS) return event.anchorEnd;
  return 'start' in event ? event.start : 0;
}

import { clip } from '../yaml-compiler/diagnostic.ts';
import { LineIndex } from '../yaml-compiler/line-index.ts';

/** Every code that the importer can give, with what it means for the spec: stable, as the compiler's are. */
export const FINDING_CODES = {
  'unknown-field': lost('The old dialect has no such field, so what it was to do is not known.'),
  'invalid-value': lost('A value is not one that the old dialect allows in its place.'),
  'unknown-node': lost('There is no node of that id.'),
  'unknown-node-type': lost('There is no such node type in the old dialect.'),
  'no-counterpart': lost('There is no handler that does the same.'),
  'param-without-counterpart': lost("The handler's contract has no such param."),
  'missing-param': lost("The handler's contract wants a param that the old handler did not get."),
  'end-passed': lost('What comes after an end node cannot wait for what the end node waited for.'),
  'linear-backoff': lost('Delays that grow by the same amount each time do not exist: written as exponential.'),
  'template-not-carried': lost('A template uses what the language does not have; it stands in the spec as it was.'),
  'condition-not-carried': lost('The condition of a branch cannot be read.'),
  'fan-in-without-fan-out': lost('A fan-in has no one fan-out before it.'),
  'more-findings': lost('There are more findings than are told.'),
  renamed: check('A name is not one that the language allows.'),
  'version-cut': check('A version is a whole number.'),
  'arms-joined': check('A node waited for both arms of a conditional, of which only one ever runs: written as any_of.'),
  'optional-parent': check('A parent was optional: how it is waited for is written anew.'),
  'mention-demands': check('A template uses a node that may not run: the node is skipped then.'),
  'any-of-waits': check('any_of starts when one parent has completed and the rest are settled, not before.'),
  'optional-alternative': check('A parent was optional where one of several is enough.'),
  'next-in-any-of': check(
    'A node leads to one whose any_of lists it: read as one of several, which need not complete.',
  ),
  'template-text': check('A template may give a number or a text that is written otherwise than it was.'),
  'required-with-default': check('An input was required and had a default: it need not be given.'),
  'any-of-start': note('any_of with a start node waits for nothing.'),
  'default-added': check('A conditional had no branch for what is left: it has one now, which leads to nothing.'),
  'condition-guessed': check('A condition was read as what it most likely means.'),
  'param-renamed': check("The handler's contract calls a param otherwise."),
  'value-needed': check('An aggregation needs to be told what of each item to take.'),
  'delay-raised': check('A delay of nothing does not exist: written as the shortest.'),
  'handler-defaults': check(
    'Timeouts and retries that the spec does not give are those of the handler, not the old ones.',
  ),
  'comments-left': note('Comments of the old file are not in the new one.'),
  'queue-by-handler': note('Which queue a task goes to follows from its handler.'),
  'handler-renamed': note('A handler has another name.'),
  'node-dissolved': note('start and end nodes are not needed: what depends on what says it all.'),
  'node-added': note('A branch that led to an end leads to a node that does nothing.'),
  'template-rewritten': note('A template is written otherwise, and means the same.'),
  'no-outputs': note('The old dialect declared no outputs.'),
} as const;
export type FindingCode = keyof typeof FINDING_CODES;

/** `lost`: not carried over. `check`: carried over, for a person to look at. `note`: means the same. */
export type FindingSeverity = 'lost' | 'check' | 'note';

export interface Finding {
  code: FindingCode;
  severity: FindingSeverity;
  message: string;
  /** Of the old file. Lines and columns count from 1; columns in UTF-16 units. */
  file: string;
  line: number;
  column: number;
}

/** `old/x.yaml:14:7 lost linear-backoff: …` */
export function formatFinding({ file, line, column, severity, code, message }: Finding): string {
  return `${file}:${line}:${column} ${severity} ${code}: ${message}`;
}

/** Nobody reads more. */
const MOST_FINDINGS = 1_000;

/** Collects findings by their place in the old file, and which of them the new spec has as comments. */
export class FindingSink {
  private readonly file: string;
  private readonly lines: LineIndex;
  private readonly found = new Map<string, { offset: number; finding: Finding; nodeId: string | undefined }>();

  constructor(file: string, source: string) {
    this.file = file;
    this.lines = new LineIndex(source);
  }

  /** @param nodeId of the new spec, for the comment; the whole spec's where it is left out */
  report(code: FindingCode, offset: number, message: string, nodeId?: string): void {
    if (this.found.size > MOST_FINDINGS) return;
    const isLast = this.found.size === MOST_FINDINGS;
    const [told, words] = isLast
      ? (['more-findings', 'There is more like this: mend what is told first.'] as const)
      : ([code, clip(message)] as const);
    const { severity } = FINDING_CODES[told];
    const finding = { code: told, severity, message: words, file: this.file, ...this.lines.placeOf(offset) };
    const key = formatFinding(finding);
    if (!this.found.has(key)) this.found.set(key, { offset, finding, nodeId: isLast ? undefined : nodeId });
  }

  /** In the order of the text. */
  list(): Finding[] {
    return this.inOrder().map(({ finding }) => finding);
  }

  /** What a person is to look at, by node; under undefined of the whole spec. */
  comments(): Map<string | undefined, string[]> {
    const toLookAt = this.inOrder().filter(({ finding }) => finding.severity !== 'note');
    const comments = new Map<string | undefined, string[]>();
    for (const { finding, nodeId } of toLookAt) {
      const of = comments.get(nodeId) ?? [];
      of.push(`${finding.severity} (${finding.code}): ${finding.message}`);
      comments.set(nodeId, of);
    }
    return comments;
  }

  private inOrder() {
    return [...this.found.values()].sort((a, b) => a.offset - b.offset);
  }
}

function lost(meaning: string) {
  return { severity: 'lost', meaning } as const;
}

function check(meaning: string) {
  return { severity: 'check', meaning } as const;
}

function note(meaning: string) {
  return { severity: 'note', meaning } as const;
}

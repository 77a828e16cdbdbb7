import { knownNames, nearest, suggest } from '../plan/nearest.ts';
import type { DiagnosticCode } from './diagnostic-codes.ts';
import { LineIndex } from './line-index.ts';

export type { DiagnosticCode } from './diagnostic-codes.ts';

export type Severity = 'error' | 'warning';

/** One fault, where it is and what to do. Lines and columns count from 1; columns in UTF-16 units. */
export interface Diagnostic {
  code: DiagnosticCode;
  severity: Severity;
  message: string;
  file: string;
  line: number;
  column: number;
}

/** `workflows/x.yaml:14:7 error unknown-handler: …` */
export function formatDiagnostic({ file, line, column, severity, code, message }: Diagnostic): string {
  return `${file}:${line}:${column} ${severity} ${code}: ${message}`;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Nobody reads more. */
export const MAX_DIAGNOSTICS = 1_000;

/** Of a character of a name with one of a candidate, for all suggestions together: some tenths of a second. */
const MAX_COMPARISONS = 10_000_000;

/** Collects diagnostics by their offset in the source, and gives them in the order of the text. */
export class DiagnosticSink {
  private readonly file: string;
  private readonly source: string;
  private readonly lines: LineIndex;
  private comparisons = MAX_COMPARISONS;
  private isWanted: (offset: number) => boolean = () => true;
  hasErrors = false;
  private readonly found = new Map<string, { offset: number; diagnostic: Diagnostic }>();

  constructor(file: string, source: string) {
    this.file = file;
    this.source = source;
    this.lines = new LineIndex(source);
  }

  report(code: DiagnosticCode, offset: number, message: string, severity: Severity = 'error'): void {
    if (this.isFull || !this.isWanted(offset)) return;
    const diagnostic = { code, severity, message: clip(message), file: this.file, ...this.placeOf(offset) };
    this.found.set(formatDiagnostic(diagnostic), { offset, diagnostic });
    this.hasErrors ||= severity === 'error';
  }

  /** A sink for the same file that hears only of some places. */
  within(isWanted: (offset: number) => boolean): DiagnosticSink {
    const sink = new DiagnosticSink(this.file, this.source);
    sink.isWanted = isWanted;
    return sink;
  }

  /** Takes over what another sink for the same file has heard. */
  take({ found }: DiagnosticSink): void {
    for (const { offset, diagnostic } of found.values()) {
      this.report(diagnostic.code, offset, diagnostic.message, diagnostic.severity);
    }
  }

  /** The candidate that was most likely meant by a name, as long as looking does not take too long. */
  nearest(name: string, candidates: Iterable<string>): string | undefined {
    if (this.comparisons < 0) return undefined;
    const alike: string[] = [];
    for (const candidate of candidates) {
      if (candidate.length > 2 * name.length + 2) continue;
      alike.push(candidate);
      this.comparisons -= candidate.length * name.length;
    }
    return nearest(name, alike);
  }

  /** ` Did you mean …?`, or where none is near which names there are. */
  hintFor(name: string, candidates: readonly string[]): string {
    return suggest(this.nearest(name, candidates)) || knownNames(name, candidates);
  }

  /** Nobody reads more: checks need not look further. */
  get isFull(): boolean {
    return this.found.size >= MAX_DIAGNOSTICS;
  }

  /** Line and column of an offset, both from 1. */
  placeOf(offset: number): { line: number; column: number } {
    return this.lines.placeOf(offset);
  }

  list(): Diagnostic[] {
    return [...this.found.values()].sort((a, b) => a.offset - b.offset).map(({ diagnostic }) => diagnostic);
  }
}

const LONGEST_MESSAGE = 1_000;

/** What a message quotes may be as long as the file; its beginning and its end say what is wrong. */
export function clip(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  const half = LONGEST_MESSAGE / 2;
  return `${message.slice(0, half)}…${message.slice(-half)}`;
}

/** Every code that the compiler can give. Stable: people and editors match on them. docs/diagnostics.md explains each. */
export const DIAGNOSTIC_CODES = {
  'yaml-syntax': 'The file is not YAML.',
  'yaml-limit': 'The file is too large, nests too deep, or has too many aliases.',
  'yaml-tag': 'Tags such as !!binary are refused: a spec is plain data.',
  'yaml-documents': 'A file holds one spec: several YAML documents (---) are refused.',
  'duplicate-key': 'A key stands twice in one mapping.',
  'forbidden-key': 'The keys __proto__, constructor and prototype are refused everywhere.',
  'missing-field': 'A field that must be there is not.',
  'unknown-field': 'There is no such field here.',
  'wrong-type': 'A value is of another type than its place wants.',
  'invalid-value': 'A value is of the right type, but not one that its place allows.',
  'invalid-duration': 'A duration is a whole number and a unit: 500ms, 2s, 10m, 1h.',
  'too-many-nodes': 'A spec has at most 500 nodes.',
  'unknown-handler': 'No handler has this name.',
  'missing-param': "A param that the handler's contract requires is missing.",
  'unknown-param': "The handler's contract has no such param.",
  'invalid-param': "A param does not fit the handler's contract.",
  'unknown-spec': 'No workflow spec has this id.',
  'broken-spec': 'The spec that is used has errors of its own.',
  'uses-cycle': 'Specs use each other in a circle.',
  'uses-depth': 'Specs that use each other nest at most 8 deep.',
  'plan-too-large':
    'The plan, with the plans of the specs that it uses, is too large to travel: at most 1 MiB as JSON.',
  'missing-input': 'An input that the spec requires is not given.',
  'invalid-input': "A given input does not fit the spec's declaration of it.",
  'not-an-array': "A fan-out's source can never be an array.",
  'invalid-item-key': 'The key of an item is neither a string nor a number, or cannot be made.',
  'duplicate-item-key': 'Two items of a fan-out have the same key.',
  'chunk-ignored':
    'The items go one by one: heavy work, work that may be tried only once, and uses of a spec are not chunked.',
  'not-a-fan-out': 'A fan-in brings together what a fan-out gives; `from` names another node.',
  'aggregation-type': "A fan-in's values are of a type that its aggregation is not for.",
  'invalid-cron': 'A cron expression has five fields: minute, hour, day of month, month, day of week.',
  'unknown-timezone': 'No time zone has this name.',
  'unknown-node': 'No node has this id.',
  'self-reference': 'A node depends on itself.',
  cycle: 'Nodes depend on each other in a circle.',
  'missing-default': 'A conditional needs exactly one branch with `default: true`.',
  'unreachable-node': 'The node can never run, whichever branches are taken.',
  'maybe-skipped': 'A template uses the output of a node that may not have completed when it is evaluated.',
  'template-syntax': 'A template cannot be read.',
  'unknown-name': 'A template mentions a name that is not defined.',
  'unknown-input': 'The spec declares no input of this name.',
  'unknown-output-field': "A template mentions an output field that the handler's contract does not have.",
  'template-type': 'An operation in a template gets a value of a type that it is not for.',
  'unknown-filter': 'There is no such filter, test or function.',
  'unknown-failure-code': 'The handler has no failure with this code.',
} as const;
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;

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

/** Collects diagnostics by their offset in the source, and gives them in the order of the text. */
export class DiagnosticSink {
  private readonly file: string;
  private readonly lineStarts: readonly number[];
  private readonly found = new Map<string, { offset: number; diagnostic: Diagnostic }>();

  constructor(file: string, source: string) {
    this.file = file;
    this.lineStarts = lineStartsOf(source);
  }

  report(code: DiagnosticCode, offset: number, message: string, severity: Severity = 'error'): void {
    const line = this.lineStarts.findLastIndex((start) => start <= offset);
    const column = offset - (this.lineStarts[line] ?? 0) + 1;
    const diagnostic = { code, severity, message, file: this.file, line: line + 1, column };
    this.found.set(formatDiagnostic(diagnostic), { offset, diagnostic });
  }

  get hasErrors(): boolean {
    return [...this.found.values()].some(({ diagnostic }) => diagnostic.severity === 'error');
  }

  list(): Diagnostic[] {
    return [...this.found.values()].sort((a, b) => a.offset - b.offset).map(({ diagnostic }) => diagnostic);
  }
}

function lineStartsOf(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

import { type Finding, formatFinding } from '../../importer/finding.ts';
import type { Imported } from '../../importer/import-spec.ts';
import { type Diagnostic, formatDiagnostic } from '../../yaml-compiler/diagnostic.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { count } from '../format.ts';
import type { Style } from '../terminal.ts';

/** What became of one file. */
export interface ImportReport {
  file: string;
  imported: Imported | undefined;
  /** Why the file could not be read. */
  unreadable: string | undefined;
  /** Where the new spec is. */
  written: string | undefined;
}

const STYLES: Readonly<Record<Finding['severity'] | Diagnostic['severity'], Style>> = {
  lost: 'red',
  error: 'red',
  check: 'yellow',
  warning: 'yellow',
  note: 'dim',
};

/** What a person is told of it. */
export function linesOf({ file, imported, unreadable, written }: ImportReport, { terminal }: CliContext): string[] {
  if (imported === undefined) return [`${file}: ${terminal.style('red', `cannot be read: ${unreadable}`)}`];
  const findings = imported.kind === 'spec' ? imported.findings : [];
  const lines = [
    ...findings.map((finding) => terminal.style(STYLES[finding.severity], formatFinding(finding))),
    ...imported.diagnostics.map((found) => terminal.style(STYLES[found.severity], formatDiagnostic(found))),
  ];
  if (imported.kind === 'unreadable')
    return [...lines, `${file}: ${terminal.style('red', 'no spec of the old dialect')}`];
  const verdict = imported.isWhole
    ? terminal.style('green', 'carried over')
    : terminal.style('red', 'not all carried over');
  const where = written === undefined ? imported.workflow_id : written;
  return [...lines, `${file}: ${verdict}, ${where}, ${tally(imported)}`];
}

function tally({ findings, diagnostics }: Extract<Imported, { kind: 'spec' }>): string {
  const of = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return `${of('lost')} lost, ${of('check')} to check, ${count(of('note'), 'note')}, ${count(errors, 'error')}`;
}

export function exitCodeOf(reports: readonly ImportReport[]): number {
  if (reports.some(({ imported }) => imported?.kind !== 'spec')) return EXIT.usage;
  return reports.every(({ imported }) => imported?.kind === 'spec' && imported.isWhole) ? EXIT.ok : EXIT.failed;
}

export function asJson(reports: readonly ImportReport[]) {
  return {
    carried_over: exitCodeOf(reports) === EXIT.ok,
    files: reports.map(({ file, imported, unreadable, written }) => {
      const isSpec = imported?.kind === 'spec';
      return {
        file,
        carried_over: isSpec && imported.isWhole,
        workflow_id: isSpec ? imported.workflow_id : null,
        written: written ?? null,
        spec: isSpec ? imported.spec : null,
        findings: isSpec ? imported.findings : [],
        diagnostics: imported?.diagnostics ?? [],
        ...(unreadable !== undefined && { error: { code: 'unreadable_file', message: unreadable } }),
      };
    }),
  };
}

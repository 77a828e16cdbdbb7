import { median } from '../../bench/median.ts';
import { operationsOf } from './checker/operations.ts';
import type { Evidence, Violation } from './evidence.ts';
import type { Entry } from './history.ts';

/** What was done, as tables of Markdown. */
export function summarize(evidence: Evidence): string {
  return [operationTable(evidence.history), killTable(evidence.history), countsOf(evidence)].join('\n\n');
}

function operationTable(history: readonly Entry[]): string {
  const byAction = Map.groupBy(operationsOf(history), ({ f }) => f);
  const rows = [...byAction]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([f, operations]) => {
      const count = (outcome: string) => operations.filter((operation) => operation.outcome === outcome).length;
      const again = operations.reduce((sum, { http_ids }) => sum + http_ids.length - 1, 0);
      return `| ${f} | ${operations.length} | ${count('ok')} | ${count('fail')} | ${count('info')} | ${again} |`;
    });
  return [
    '| operation | times | ok | refused | unknown | sent again |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function killTable(history: readonly Entry[]): string {
  const rows = [...recoveries(history)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([part, times]) => {
      const known = times.filter((time) => time !== undefined);
      const seconds = (value: number) => (known.length === 0 ? '–' : (value / 1_000).toFixed(1));
      return `| ${part} | ${times.length} | ${seconds(median(known))} | ${seconds(Math.max(...known))} |`;
    });
  return ['| part | killed | back after, s (median) | (longest) |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** By part: of each kill, after how many milliseconds it was ready again. */
export function recoveries(history: readonly Entry[]): Map<string, (number | undefined)[]> {
  const times = new Map<string, (number | undefined)[]>();
  const since = new Map<string, number>();
  for (const entry of history) {
    if (entry.process !== 'killer') continue;
    const known = times.get(entry.part) ?? [];
    times.set(entry.part, known);
    if (entry.f === 'kill') {
      since.set(entry.part, entry.time);
      known.push(undefined);
    } else known[known.length - 1] = entry.time - (since.get(entry.part) ?? entry.time);
  }
  return times;
}

function countsOf({ assets, versions, jobs, events, runs }: Evidence): string {
  const states = Object.entries(Object.groupBy(jobs, ({ state }) => state));
  const ended = states.map(([state, of]) => `${of?.length} ${state}`).join(', ');
  return `${assets.length} assets, ${versions.length} versions, ${jobs.length} jobs (${ended || 'none'}), ${events.length} events, ${runs.length} workflow runs.`;
}

const SHOWN = 40;

export function verdictOn(violations: readonly Violation[]): string {
  if (violations.length === 0) return 'Nothing is wrong.';
  const lines = violations.slice(0, SHOWN).map(({ kind, about, what }) => `  ${kind}: ${about}: ${what}`);
  const more = violations.length > SHOWN ? [`  … and ${violations.length - SHOWN} more`] : [];
  return [`${violations.length} violations:`, ...lines, ...more].join('\n');
}

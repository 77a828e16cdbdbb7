import { machine } from '../machine.ts';
import { median } from '../median.ts';
import type { Measured } from './measure.ts';

export interface Round {
  ours: Measured;
  peer: Measured;
  /** Of the products, where both make one. */
  bytes?: { ours: number; peer: number };
  /** Bytes read of the source's blob over its size. */
  fetched?: number;
}

export interface Comparison {
  name: string;
  peer: string;
  rounds: readonly Round[];
}

const HEAD = [
  'work',
  'peer',
  'wall time',
  'cores busy',
  'peak memory of GDAL',
  'size of the product',
  'bytes read over size',
];

/** Medians; each ratio is taken round by round. On N cores no wall time is shorter than an Nth of that for which they were busy. */
export function formatTable(rows: readonly Comparison[], gdal: string): string {
  const lines = rows.map(({ name, peer, rounds }) => [
    name,
    peer,
    ratioOf(rounds, ({ seconds }) => seconds, 's'),
    ratioOf(rounds, ({ busy }) => busy, 's'),
    ratioOf(rounds, ({ peak_mb }) => peak_mb, 'MB'),
    sizeOf(rounds),
    rounds[0]?.fetched?.toFixed(3) ?? '',
  ]);
  const rule = HEAD.map(() => '---');
  const table = [HEAD, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${table}\n\n${machine()}; GDAL ${gdal}; medians of ${rows[0]?.rounds.length ?? 0} rounds.`;
}

function ratioOf(rounds: readonly Round[], of: (measured: Measured) => number, unit: string): string {
  const ratio = median(rounds.map(({ ours, peer }) => of(ours) / of(peer)));
  const [ours, peer] = [median(rounds.map((each) => of(each.ours))), median(rounds.map((each) => of(each.peer)))];
  return `${ratio.toFixed(2)} (${round(ours)} over ${round(peer)} ${unit})`;
}

function sizeOf(rounds: readonly Round[]): string {
  const bytes = rounds[0]?.bytes;
  if (!bytes) return '';
  return `${(bytes.ours / bytes.peer).toFixed(2)} (${round(bytes.ours / 1e6)} over ${round(bytes.peer / 1e6)} MB)`;
}

function round(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

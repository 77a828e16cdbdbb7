import { median, quantile } from '../median.ts';
import type { Load } from './load.ts';

/** Times in milliseconds. Ratios are ours over the other's: of latencies, and of requests a second. */
export interface ApiRow {
  what: string;
  p50_ms: number;
  p99_ms: number;
  per_second: number;
  other: string;
  other_p50_ms: number;
  other_p99_ms: number;
  other_per_second: number;
  p50_ratio: number;
  p99_ratio: number;
  per_second_ratio: number;
}

/** Ratios of medians and of rates are medians of those of the rounds; the 99th percentiles are of all rounds together. */
export function rowOf(what: string, ours: readonly Load[], other: string, others: readonly Load[]): ApiRow {
  const [p50s, otherP50s] = [ours, others].map((loads) => loads.map(({ latencies }) => median(latencies)));
  const [rates, otherRates] = [ours, others].map((loads) => loads.map(({ per_second }) => per_second));
  const [p99, otherP99] = [ours, others].map((loads) =>
    quantile(
      loads.flatMap(({ latencies }) => latencies),
      0.99,
    ),
  );
  return {
    what,
    p50_ms: median(p50s ?? []),
    p99_ms: p99 ?? Number.NaN,
    per_second: median(rates ?? []),
    other,
    other_p50_ms: median(otherP50s ?? []),
    other_p99_ms: otherP99 ?? Number.NaN,
    other_per_second: median(otherRates ?? []),
    p50_ratio: ratio(p50s, otherP50s),
    p99_ratio: (p99 ?? Number.NaN) / (otherP99 ?? Number.NaN),
    per_second_ratio: ratio(rates, otherRates),
  };
}

function ratio(ours: readonly number[] = [], others: readonly number[] = []): number {
  return median(ours.map((value, round) => value / (others[round] ?? Number.NaN)));
}

export function formatTable(rows: readonly ApiRow[]): string {
  return [
    '| what | p50 ms | p99 ms | a second | against | p50 ms | p99 ms | a second | ratio p50 | ratio p99 | ratio a second |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => {
      const { p50_ms, p99_ms, per_second, other_p50_ms, other_p99_ms, other_per_second } = row;
      const figures = [p50_ms, p99_ms].map((ms) => ms.toFixed(1)).concat(per_second.toFixed(0));
      const others = [other_p50_ms, other_p99_ms].map((ms) => ms.toFixed(1)).concat(other_per_second.toFixed(0));
      const ratios = [row.p50_ratio, row.p99_ratio, row.per_second_ratio].map((value) => value.toFixed(2));
      return `| ${[row.what, ...figures, row.other, ...others, ...ratios].join(' | ')} |`;
    }),
  ].join('\n');
}

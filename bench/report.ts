/** One shape of work, done by us and by the peer. Times in milliseconds, medians over the rounds. */
export interface BenchRow {
  shape: string;
  rounds: number;
  ours_ms: number;
  peer_ms: number;
  /** Median of ours over peer, round by round: machine noise that lasts longer than a round falls out. */
  ratio: number;
  history_events: { ours: number; peer: number };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function formatTable(rows: readonly BenchRow[]): string {
  const lines = rows.map(({ shape, rounds, ours_ms, peer_ms, ratio, history_events }) =>
    [
      shape,
      rounds,
      ours_ms.toFixed(0),
      peer_ms.toFixed(0),
      ratio.toFixed(2),
      `${history_events.ours} / ${history_events.peer}`,
    ].join(' | '),
  );
  return [
    '| work | rounds | interpreter ms | hand-written ms | ratio | history events |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

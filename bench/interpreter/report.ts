/** One shape of work, done by us and by its peers. Times in milliseconds, medians over the rounds. */
export interface BenchRow {
  shape: string;
  rounds: number;
  ours_ms: number;
  /** Hand-written, one item an activity. */
  single: Peer | null;
  /** Hand-written, items in chunks. */
  chunked: Peer | null;
  /** Of all runs of the job together, children too. */
  history_events: number;
  /** Of the longest run. */
  longest_history: number;
  /** Of our worker at its highest, MB; null where it was not a worker of its own. */
  worker_rss_mb: number | null;
}

export interface Peer {
  ms: number;
  /** Median of ours over the peer's, round by round: noise that lasts longer than a round falls out. */
  ratio: number;
}

export function formatTable(rows: readonly BenchRow[]): string {
  const lines = rows.map((row) =>
    [
      row.shape,
      row.rounds,
      row.ours_ms.toFixed(0),
      peerText(row.single),
      peerText(row.chunked),
      `${row.history_events} / ${row.longest_history}`,
      row.worker_rss_mb?.toFixed(0) ?? '',
    ].join(' | '),
  );
  return [
    '| work | rounds | interpreter ms | over hand-written, one by one | over hand-written, chunked | history events, all / longest run | worker RSS MB |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

function peerText(peer: Peer | null): string {
  return peer === null ? '' : `${peer.ratio.toFixed(2)} (${peer.ms.toFixed(0)} ms)`;
}

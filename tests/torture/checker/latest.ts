import type { Evidence, Violation } from '../evidence.ts';

/** Latest is the highest approved ordinal, wherever it is told. */
export function checkLatest({ assets, versions }: Evidence): Violation[] {
  const byAsset = Map.groupBy(versions, ({ asset_id }) => asset_id);
  return assets.flatMap(({ asset_id, summary_latest, summary_newest, told_latest }) => {
    const rows = byAsset.get(asset_id) ?? [];
    const highest = (ordinals: number[]) => (ordinals.length === 0 ? null : Math.max(...ordinals));
    const approved = rows.filter(({ approval_state }) => approval_state === 'approved');
    const latest = highest(approved.map(({ ordinal }) => ordinal));
    const newest = highest(rows.map(({ ordinal }) => ordinal));
    const said: [string, number | null | undefined, number | null][] = [
      ['the list says that the latest is', summary_latest, latest],
      ['the list says that the newest is', summary_newest, newest],
      ['the gateway says that the latest is', told_latest, latest],
    ];
    return said
      .filter(([, told, right]) => told !== undefined && told !== right)
      .map(
        ([who, told, right]): Violation => ({
          kind: 'wrong_latest',
          about: asset_id,
          what: `${who} ${told}: it is ${right}`,
        }),
      );
  });
}

import type { Evidence, VersionRow, Violation } from '../evidence.ts';
import { operationsOf } from './operations.ts';

/** Ordinals are 1, 2, 3…, each given to one submission; all but the newest version are resolved. */
export function checkOrdinals({ history, versions }: Evidence): Violation[] {
  const byAsset = Map.groupBy(versions, ({ asset_id }) => asset_id);
  return [...sharedOrdinals(history), ...[...byAsset].flatMap(([asset_id, rows]) => judge(asset_id, rows))];
}

function sharedOrdinals(history: Evidence['history']): Violation[] {
  const given = operationsOf(history).filter(({ f, told }) => f === 'submit' && told !== null);
  const byVersion = Map.groupBy(given, ({ told }) => `${told?.asset_id} version ${told?.ordinal}`);
  return [...byVersion]
    .filter(([, submissions]) => submissions.length > 1)
    .map(([about, submissions]) => ({
      kind: 'shared_ordinal',
      about,
      what: `told to ${submissions.map(({ invoke }) => invoke.request_id).join(', ')}`,
    }));
}

function judge(asset_id: string, rows: readonly VersionRow[]): Violation[] {
  const ordinals = rows.map(({ ordinal }) => ordinal).sort((a, b) => a - b);
  const violations: Violation[] = [];
  if (new Set(ordinals).size < ordinals.length) {
    violations.push({ kind: 'shared_ordinal', about: asset_id, what: `its ordinals are ${ordinals.join(', ')}` });
  } else if (ordinals.some((ordinal, index) => ordinal !== index + 1)) {
    violations.push({ kind: 'gap_in_ordinals', about: asset_id, what: `its ordinals are ${ordinals.join(', ')}` });
  }
  const open = rows.filter(({ approval_state }) => approval_state === 'pending_review').map(({ ordinal }) => ordinal);
  if (open.length > 1) {
    violations.push({
      kind: 'two_unresolved',
      about: asset_id,
      what: `versions ${open.join(', ')} await their review`,
    });
  }
  return violations;
}

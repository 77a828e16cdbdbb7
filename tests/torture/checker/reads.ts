import type { Evidence, Violation } from '../evidence.ts';
import { describe, type Operation, operationsOf } from './operations.ts';

/** A read shows all that was acknowledged before it was asked for, and nothing that nobody had asked for when it was answered. */
export function checkReads({ history }: Evidence): Violation[] {
  const operations = operationsOf(history);
  const writes = Map.groupBy(operations.filter(isDecision), (operation) => operation.invoke.asset_id ?? '');
  const submissions = Map.groupBy(
    operations.filter(({ f, outcome }) => f === 'submit' && outcome === 'ok'),
    ({ told }) => told?.asset_id ?? '',
  );
  return operations
    .filter(({ f, told }) => told !== null && (f === 'read_asset' || f === 'read_versions'))
    .flatMap((read) => {
      const asset = read.told?.asset_id ?? '';
      return judge(read, writes.get(asset) ?? [], submissions.get(asset) ?? []);
    });
}

function isDecision({ f }: Operation): boolean {
  return f === 'approve' || f === 'reject';
}

function judge(read: Operation, decisions: readonly Operation[], submissions: readonly Operation[]): Violation[] {
  const about = describe(read);
  const before = decisions.filter(({ outcome, ended }) => outcome === 'ok' && ended < read.began);
  const stale = [...missingDecisions(read, before), ...missingVersions(read, submissions)];
  return [
    ...stale.map((what): Violation => ({ kind: 'stale_read', about, what })),
    ...unasked(read, decisions).map((what): Violation => ({ kind: 'phantom_read', about, what })),
  ];
}

function missingDecisions({ told }: Operation, before: readonly Operation[]): string[] {
  const latest = told?.latest_ordinal;
  return before.flatMap((decision) => {
    const ordinal = decision.invoke.ordinal ?? 0;
    const missing = () => [`${describe(decision)} was acknowledged before, and is not in it`];
    const seen = told?.versions?.find((version) => version.ordinal === ordinal);
    if (told?.versions !== undefined) return seen?.approval_state === STATE[decision.f] ? [] : missing();
    return decision.f === 'approve' && (latest ?? 0) < ordinal ? missing() : [];
  });
}

function missingVersions({ told, began }: Operation, submissions: readonly Operation[]): string[] {
  if (told?.versions === undefined) return [];
  const seen = new Set(told.versions.map(({ ordinal }) => ordinal));
  return submissions
    .filter((submission) => submission.ended < began && !seen.has(submission.told?.ordinal ?? 0))
    .map((submission) => `${describe(submission)} was acknowledged before, and is not in it`);
}

const STATE: Readonly<Partial<Record<string, string>>> = { approve: 'approved', reject: 'rejected' };

function unasked({ told, ended }: Operation, decisions: readonly Operation[]): string[] {
  const asked = (ordinal: number, state: string) =>
    decisions.some(
      ({ f, outcome, invoke, began }) =>
        STATE[f] === state && outcome !== 'fail' && invoke.ordinal === ordinal && began < ended,
    );
  const resolved = (told?.versions ?? []).filter(({ approval_state }) => approval_state !== 'pending_review');
  const shown = resolved.map(({ ordinal, approval_state }) => ({ ordinal, state: approval_state }));
  const latest = told?.latest_ordinal ? [{ ordinal: told.latest_ordinal, state: 'approved' }] : [];
  return [...shown, ...latest]
    .filter(({ ordinal, state }) => !asked(ordinal, state))
    .map(({ ordinal, state }) => `version ${ordinal} is ${state} in it, which nobody had asked for`);
}

/** Units of templates' work a second that the runs of one share may do: some tenths of a second of the thread that all runs have. */
const UNITS_PER_SECOND = 1_500_000;
/** Milliseconds that a share may be ahead of that, so that a single run with much to do hardly waits. */
const CREDIT_MS = 1_000;

/** @returns how many milliseconds a run has to wait that has done so much work */
export type Turnstile = (share: string, units: number, now: number) => number;

export function createTurnstile(): Turnstile {
  /** When all that was done so far is paid for, by share. */
  const paidAt = new Map<string, number>();
  return (share, units, now) => {
    for (const [key, at] of paidAt) if (at <= now) paidAt.delete(key);
    const at = (paidAt.get(share) ?? now) + (units / UNITS_PER_SECOND) * 1_000;
    paidAt.set(share, at);
    return Math.max(0, Math.ceil(at - now - CREDIT_MS));
  };
}

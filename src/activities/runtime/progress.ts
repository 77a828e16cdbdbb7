const MIN_INTERVAL_MS = 1_000;

/** Passes on a percentage at most once a second, and only when it moved by a whole point. */
export function createProgressReporter(send: (percent: number) => void): (percent: number) => void {
  let lastPercent = -1;
  let lastAt = 0;
  return (percent) => {
    const whole = Math.floor(Math.min(100, Math.max(0, percent)));
    const now = Date.now();
    if (whole === lastPercent || now - lastAt < MIN_INTERVAL_MS) return;
    lastPercent = whole;
    lastAt = now;
    send(whole);
  };
}

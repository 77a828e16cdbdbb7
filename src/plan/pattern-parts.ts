/** The parts of a pattern: an escape, a class, a repetition with counts, or one character. */
const PART = /\\[pP]\{[^}]*\}|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|[\s\S]/gu;

/**
 * How many parts a pattern has once its repetitions such as `{3}` are written out: told from its text, without writing them out.
 * Compiled, it may have somewhat fewer, since what alternatives have in common becomes one. What is no pattern has some number.
 */
export function partsWrittenOut(pattern: string): number {
  const groups: number[] = [0];
  let last = 0;
  for (const match of pattern.matchAll(PART)) {
    const [part, low, high] = match;
    const outer = groups.length - 1;
    if (low !== undefined) {
      const times = Math.max(1, Number(high || low));
      groups[outer] = (groups[outer] ?? 0) + last * (times - 1);
      last *= times;
    } else if (part === '(') {
      groups.push(0);
      last = 0;
    } else if (part === ')' && outer > 0) {
      last = groups.pop() ?? 0;
      groups[outer - 1] = (groups[outer - 1] ?? 0) + last;
    } else if (!'?*+|^$)'.includes(part)) {
      last = 1;
      groups[outer] = (groups[outer] ?? 0) + 1;
    }
  }
  return groups.reduce((sum, size) => sum + size, 0);
}

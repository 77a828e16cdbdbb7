/** Collects a stream's text up to a limit; `overflowed` when there was more. */
export interface BoundedText {
  add(chunk: Buffer): void;
  readonly overflowed: boolean;
  text(): string;
}

/** Keeps the beginning: for output that is parsed, which is useless when incomplete. */
export function firstBytes(limit: number): BoundedText {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    },
    get overflowed() {
      return size > limit;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

/** Keeps the end: for messages, of which the last say what went wrong. */
export function lastBytes(limit: number): BoundedText {
  let kept = Buffer.alloc(0);
  let overflowed = false;
  return {
    add(chunk) {
      const all = Buffer.concat([kept, chunk]);
      overflowed ||= all.length > limit;
      kept = all.subarray(Math.max(0, all.length - limit));
    },
    get overflowed() {
      return overflowed;
    },
    text: () => kept.toString('utf8'),
  };
}

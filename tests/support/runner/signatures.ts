const SIGNATURE = /sig(=|%3d|\\u003d)/gi;
const CONTEXT = 40;

/**
 * Finds signatures of shared access in a text, plain or encoded for a URL or for JSON.
 *
 * @returns what stands before each, so that a report of a leak is not another
 */
export function findSignatures(text: string): string[] {
  return [...text.matchAll(SIGNATURE)].map(
    ({ index }) => `…${text.slice(Math.max(0, index - CONTEXT), index).replace(/\s+/g, ' ')}sig=…`,
  );
}

/** All text in a value of any shape, one piece a line; bytes are read as UTF-8, which is what payloads are. */
export function allText(value: unknown): string {
  const pieces: string[] = [];
  collect(value, pieces);
  return pieces.join('\n');
}

function collect(value: unknown, pieces: string[]): void {
  if (typeof value === 'string') pieces.push(value);
  else if (value instanceof Uint8Array) pieces.push(Buffer.from(value).toString('utf8'));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      pieces.push(key);
      collect(member, pieces);
    }
  }
}

/** Temporal takes ids of 1,000 bytes; a batch of a fan-out's items adds its node and its number. */
const MOST_BYTES = 900;
const KEPT_BYTES = 800;

/**
 * The id of the run of a used spec: its parent's, its node and its key. One that is too long ends in a hash of all of it: keys may
 * be long, and used specs use others.
 */
export function childId(parent: string, node_id: string, key: string | null): string {
  return withinLimits(`${parent}/${node_id}${key === null ? '' : `/${escaped(key)}`}`);
}

/** As ids were made when keys stood in them as they are: runs of then are still called so. */
export function plainChildId(parent: string, node_id: string, key: string | null): string {
  return withinLimits(`${parent}/${node_id}${key === null ? '' : `/${key}`}`);
}

/**
 * A key as one part of an id, that is not taken for a node within or for a batch of items. Not by percent signs: blobs are named
 * after jobs, and a name with what a URL would take for a slash is refused.
 */
function escaped(key: string): string {
  return key.replace(/[!/]|(?<=^batch) /g, (sign) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = { '!': '!21', '/': '!2F', ' ': '!20' };
const SIGNS: Readonly<Record<string, string>> = { '!21': '!', '!2F': '/', '!20': ' ' };

/** A part of an id, or several, with keys as they are. */
export function unescaped(part: string): string {
  return part.replace(/!(?:21|2F|20)/g, (coded) => SIGNS[coded] ?? coded);
}

function withinLimits(id: string): string {
  const end = endWithin(id, MOST_BYTES);
  return end === id.length ? id : `${id.slice(0, endWithin(id, KEPT_BYTES))}~${hash(id)}`;
}

/** How much of a text is that many bytes of UTF-8 at most, in UTF-16 units; between characters. */
function endWithin(text: string, most: number): number {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) as number);
    if (bytes > most) return end;
    end += character.length;
  }
  return end;
}

function bytesOf(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

const PRIMES = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;

/** 128 bits in hex. Workflows have no other: Node's are not in their sandbox. */
function hash(text: string): string {
  return PRIMES.map((prime) => {
    let sum = 0x811c9dc5 ^ prime;
    for (let at = 0; at < text.length; at += 1) {
      sum = Math.imul(sum ^ text.charCodeAt(at), prime);
      sum ^= sum >>> 15;
    }
    return (sum >>> 0).toString(16).padStart(8, '0');
  }).join('');
}

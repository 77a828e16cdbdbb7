import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Position } from '../../assets/reads/read-page.ts';
import { ProblemError } from './problem.ts';

/** Makes cursors of positions in lists, and positions of cursors: sealed, so that there are none but ours. */
export interface Cursors {
  /** @param list which list, in which order and by which filters: a cursor is good for no other */
  seal(list: string, position: Position): string;
  /** @throws ProblemError `invalid_cursor` */
  open(list: string, cursor: string): Position;
}

/** Bytes. Forging one is a guess among 2^128. */
const SEAL_LENGTH = 16;
/** Characters: room for every position that there can be. */
export const MAX_CURSOR = 1_000;

/** @param serviceKey the same for every process that answers, so that any of them takes the others' cursors */
export function createCursors(serviceKey: Uint8Array): Cursors {
  // A key for this alone: what is sealed with it is no token, and no token is a seal.
  const key = createHmac('sha256', serviceKey).update('rhumbline cursor 1').digest();
  const sealOf = (list: string, payload: Buffer) =>
    createHmac('sha256', key).update(list).update('\0').update(payload).digest().subarray(0, SEAL_LENGTH);
  return {
    seal: (list, position) => {
      const payload = Buffer.from(JSON.stringify(position));
      return Buffer.concat([sealOf(list, payload), payload]).toString('base64url');
    },
    open: (list, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url');
      const payload = bytes.subarray(SEAL_LENGTH);
      // Base64 has several ways to write the same bytes; ours is one of them.
      const isWhole = bytes.length > SEAL_LENGTH && bytes.toString('base64url') === cursor;
      if (!isWhole || !timingSafeEqual(bytes.subarray(0, SEAL_LENGTH), sealOf(list, payload))) throw invalidCursor();
      return JSON.parse(payload.toString()) as Position;
    },
  };
}

function invalidCursor(): ProblemError {
  return new ProblemError(
    'invalid_cursor',
    'Give the next_cursor of the page before as it came, with the same filters and the same order.',
    { faults: [{ parameter: 'cursor', code: 'invalid_value', message: 'The cursor is none of ours for this list.' }] },
  );
}

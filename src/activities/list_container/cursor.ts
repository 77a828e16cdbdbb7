import { hash } from 'node:crypto';
import { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import { fromToken, toToken } from '../container/token.ts';
import type { ListContainerInput } from './contract.ts';

/** Where in a container to go on: in the page of this marker, after the blob of this name. */
export interface Place {
  marker: string | undefined;
  after: string | undefined;
}

const schema = z.tuple([z.string(), z.string().nullable(), z.string().nullable()]);

export function cursorOf(input: ListContainerInput, { marker, after }: Place): string {
  return toToken([askedFor(input), marker ?? null, after ?? null]);
}

/** @throws FaultError `invalid_cursor` */
export function placeOf(input: ListContainerInput): Place {
  if (!input.cursor) return { marker: undefined, after: undefined };
  const cursor = fromToken(input.cursor, schema);
  if (cursor?.[0] !== askedFor(input)) throw invalidCursor(cursor === undefined);
  const [, marker, after] = cursor;
  return { marker: marker ?? undefined, after: after ?? undefined };
}

/** What two listings must have in common for the one to go on where the other ended. */
function askedFor({ container_name, prefix, suffix, match_case }: ListContainerInput): string {
  const what = JSON.stringify([container_name, prefix ?? '', suffix ?? '', match_case ?? false]);
  return hash('sha256', what).slice(0, 16);
}

function invalidCursor(isNone: boolean): FaultError {
  const why = isNone ? 'is no cursor' : 'is of a listing of another container, prefix or suffix';
  const message = `What was given as cursor ${why}. Give next_cursor of the listing before, with all else as it was there.`;
  return new FaultError({ code: 'invalid_cursor', message });
}

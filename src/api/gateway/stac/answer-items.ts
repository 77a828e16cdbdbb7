import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import type { Position } from '../../../assets/reads/read-page.ts';
import { findItems } from '../../../catalog/search/find-items.ts';
import type { ItemPage, ItemPosition } from '../../../catalog/search/item-search.ts';
import { selectFields } from '../../../catalog/search/select-fields.ts';
import { isBrokenOff, isUsedUp } from '../../../db/pool.ts';
import { FaultError } from '../../../plan/fault.ts';
import { canonicalJson, type JsonObject } from '../../../plan/json.ts';
import { type Cursors, MAX_CURSOR } from '../../shared/cursor.ts';
import { invalidRequest, type Place } from '../../shared/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import { viewerOf } from '../../shared/viewer-of.ts';
import type { GatewayServices } from '../services.ts';
import { type Link, linkedItem } from './links.ts';
import { faultAt, type ItemsRequest } from './read-request.ts';

export interface ItemsAsked {
  request: ItemsRequest;
  identity: Identity;
  origin: string;
  place: Place;
  /** Links of the answer, besides that to the next page. */
  links: readonly Link[];
  /** The link to the page of this token. */
  next(token: string): Link;
}

/** A page of items as a FeatureCollection. @throws ProblemError `invalid_search`, `invalid_cursor` */
export async function answerItems({ search_pool, cursors }: GatewayServices, asked: ItemsAsked) {
  const { request, identity, origin, place } = asked;
  const { filters, sortby, limit, fields, token } = request;
  const list = `stac items ${canonicalJson(JSON.parse(JSON.stringify({ filters, sortby })))}`;
  const after = token === undefined ? null : positionOf(openToken(cursors, list, token, place));
  const search = { ...filters, sortby, limit, after };
  const { items, next } = await findItems(search_pool, search, viewerOf(identity)).catch((error) => {
    throw explained(error, place, filters.filter ? 'filter' : 'sortby');
  });
  const features = items.map((item) => selectFields(linkedItem(item, origin), fields));
  return {
    type: 'FeatureCollection' as const,
    features: features as JsonObject[],
    links: [...asked.links, ...(next ? [asked.next(tokenOf(cursors, list, next))] : [])],
    numberReturned: features.length,
  };
}

/** @throws ProblemError `invalid_cursor` */
export function openToken(cursors: Cursors, list: string, token: string, place: Place): Position {
  try {
    return cursors.open(list, token);
  } catch (error) {
    if (error instanceof ProblemError) throw invalidToken('is none of ours for this search', place);
    throw error;
  }
}

/** By the values of the order, so that the item may go meanwhile; where they are too long, by the item. */
function tokenOf(cursors: Cursors, list: string, { place, item }: NonNullable<ItemPage['next']>): string {
  const token = cursors.seal(list, [JSON.stringify(place)]);
  return token.length <= MAX_CURSOR ? token : cursors.seal(list, [item.collection_id, item.item_id]);
}

function positionOf([first = '', item_id]: Position): ItemPosition {
  return item_id === undefined ? (JSON.parse(first) as (string | null)[]) : { collection_id: first, item_id };
}

function invalidToken(what: string, place: Place): ProblemError {
  const message = 'Follow the link next of the page before as it is.';
  return new ProblemError('invalid_cursor', message, { faults: [faultAt('token', place, what)] });
}

function explained(error: unknown, place: Place, culprit: string): unknown {
  if (isBrokenOff(error))
    return busy('The search took too long. Ask for less: a collection, a box, a time, fewer terms.', error);
  if (isUsedUp(error)) return busy('Too many searches are under way. Try again soon.', error);
  if (!(error instanceof FaultError)) return error;
  const { code, message } = error.fault;
  if (code === 'position_gone') return invalidToken('names an item that is gone; begin again', place);
  if (code !== 'invalid_search') return error;
  return invalidRequest([faultAt(culprit, place, message.replace(/\.$/, ''))], 'invalid_search');
}

function busy(detail: string, cause: unknown): ProblemError {
  return new ProblemError('search_busy', detail, { headers: { 'Retry-After': '5' }, cause });
}

import { FaultError } from '../../plan/fault.ts';
import { isJsonObject, type JsonObject } from '../../plan/json.ts';
import type { StacRegisterItemInput } from './contract.ts';

/** The datetime members of an item's properties. */
export interface ItemTime extends JsonObject {
  datetime: string | null;
}

/**
 * STAC wants `datetime`, or null with both ends of a range. Where the sender knows neither, the item gets the time of
 * its first registration, which stays when it is registered again.
 * @throws FaultError `invalid_datetime`
 */
export function itemTime(input: StacRegisterItemInput, replaced: JsonObject | undefined, now: string): ItemTime {
  const [start, end] = [input.start_datetime ?? null, input.end_datetime ?? null];
  if ((start === null) !== (end === null)) {
    throw invalid('start_datetime and end_datetime go together: only one of them was given.');
  }
  if (start !== null && end !== null) {
    if (Date.parse(end) < Date.parse(start)) throw invalid(`end_datetime ${end} is before start_datetime ${start}.`);
    return { datetime: utc(input.datetime), start_datetime: utc(start), end_datetime: utc(end) };
  }
  return { datetime: utc(input.datetime) ?? earlier(replaced, 'datetime') ?? now };
}

/** When the item was first registered. */
export function createdAt(replaced: JsonObject | undefined, now: string): string {
  return earlier(replaced, 'created') ?? now;
}

function earlier(replaced: JsonObject | undefined, property: 'datetime' | 'created'): string | undefined {
  const value = isJsonObject(replaced?.properties) ? replaced.properties[property] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function utc(instant: string | null | undefined): string | null {
  return instant ? new Date(instant).toISOString() : null;
}

function invalid(message: string): FaultError {
  return new FaultError({ code: 'invalid_datetime', message });
}

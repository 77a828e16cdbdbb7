import { FaultError } from '../../plan/fault.ts';

/** @param place a JSON pointer into the filter, or a character of its text */
export function refuseFilter(message: string, place: string): FaultError {
  return new FaultError({ code: 'invalid_search', message: `${message} (${place}).` });
}

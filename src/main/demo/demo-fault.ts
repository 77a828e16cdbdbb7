import { FaultError } from '../../plan/fault.ts';

/** Something that the demo is to show is not so. */
export function demoFault(code: string, message: string): FaultError {
  return new FaultError({ code, message });
}

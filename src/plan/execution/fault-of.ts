import { type Fault, FaultError } from '../fault.ts';
import { TemplateError } from '../template/error.ts';

/** The fault that an error of this code stands for; undefined for errors from elsewhere. */
export function knownFault(error: unknown): Fault | undefined {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof TemplateError) return { code: error.code, message: error.message };
  return undefined;
}

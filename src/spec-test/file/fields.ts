import { z } from 'zod';
import { DURATION_FAULT, json } from '../../yaml-compiler/spec/fields.ts';

/** What several parts of a test file have in common. */

export const code = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,63}$/,
    'is not a failure code: lower case letters, digits and _, such as storage_unavailable',
  );
export const jsonObject = z.record(z.string(), json);
/** Since the job began; unlike a duration it may be `0s`. */
export const sinceStart = z
  .string()
  .regex(/^\d{1,9}(ms|s|m|h)$/, DURATION_FAULT)
  .describe('A whole number and a unit, such as 90s; 0s is none at all.');

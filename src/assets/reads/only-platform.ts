import { FaultError } from '../../plan/fault.ts';

/** Of platforms that use one request id, so many are looked for and named. */
export const PLATFORMS_NAMED = 20;

/**
 * The only row of a request id, which each platform gives out by itself: two may have the same.
 *
 * @throws FaultError `ambiguous_request_id`
 */
export function onlyPlatform<T extends { platform_id: string }>(rows: readonly T[], requestId: string): T | undefined {
  if (rows.length <= 1) return rows[0];
  const platforms = rows.map(({ platform_id }) => platform_id).sort();
  throw new FaultError({
    code: 'ambiguous_request_id',
    message:
      `The request id ${requestId} is that of submissions of several platforms: ${platforms.join(', ')}. ` +
      'Say which by the query parameter platform_id.',
    detail: { platforms },
  });
}

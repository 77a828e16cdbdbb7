import { didYouMean } from '../../../plan/nearest.ts';
import { escapePointer } from '../../shared/pointer.ts';
import type { KnownPlatforms } from './known-platforms.ts';
import type { PreflightFault } from './preflight.ts';

/** The platform is there and active, its required references are given, and none that it does not have. */
export async function checkPlatform(
  platforms: KnownPlatforms,
  platformId: string,
  refs: Readonly<Record<string, string>>,
): Promise<PreflightFault[]> {
  const platform = await platforms.find(platformId);
  if (platform === undefined) {
    const hint = didYouMean(platformId, await platforms.ids());
    const message = `There is no active platform ${JSON.stringify(platformId)}.${hint}`;
    return [{ pointer: '/platform_id', problem: 'unknown_platform', code: 'unknown_platform', message }];
  }
  const known = [...platform.required_refs, ...platform.optional_refs];
  const missing = platform.required_refs.filter((key) => !Object.hasOwn(refs, key));
  const unknown = Object.keys(refs).filter((key) => !known.includes(key));
  return [
    ...missing.map((key) =>
      refFault(
        'missing_platform_ref',
        key,
        `The platform ${platformId} requires the reference ${JSON.stringify(key)}.`,
      ),
    ),
    ...unknown.map((key) =>
      refFault(
        'unknown_platform_ref',
        key,
        `The platform ${platformId} has no reference ${JSON.stringify(key)}.${didYouMean(key, known)}`,
      ),
    ),
  ];
}

function refFault(code: 'missing_platform_ref' | 'unknown_platform_ref', key: string, message: string): PreflightFault {
  return { pointer: `/platform_refs/${escapePointer(key)}`, problem: code, code, message };
}

import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import type { Viewer } from '../../catalog/search/viewer.ts';
import { hasScope } from './scopes.ts';
import { seesAll } from './visibility.ts';

/** Everybody sees what is public; who may read, their platform's besides; who runs the service for all platforms, everything. */
export function viewerOf(identity: Identity): Viewer {
  const { platform_id } = identity;
  if (seesAll(identity) && platform_id === null) return { sees: 'everything' };
  return hasScope(identity, 'read') ? { sees: 'platform', platform_id } : { sees: 'public' };
}

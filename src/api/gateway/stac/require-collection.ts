import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
import { findCollections } from '../../../catalog/search/find-collections.ts';
import type { JsonObject } from '../../../plan/json.ts';
import { ProblemError } from '../../shared/problem.ts';
import { viewerOf } from '../../shared/viewer-of.ts';
import type { GatewayServices } from '../services.ts';

/** What is not for the caller is not there. @throws ProblemError `collection_not_found` */
export async function requireCollection(
  { pool }: GatewayServices,
  id: string,
  identity: Identity,
): Promise<JsonObject> {
  const [found] = await findCollections(pool, { id, limit: 1 }, viewerOf(identity));
  if (found === undefined) throw new ProblemError('collection_not_found', `There is no collection ${id}.`);
  return found;
}

import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import type { Actor } from '../../assets/events.ts';
import type { RequestContext } from '../shared/request-context.ts';

/** Who the trail says did it, and in which request. */
export function actorOf({ identity, context }: { identity: Identity; context: RequestContext }): Actor {
  return { name: identity.actor, request_id: context.request_id };
}

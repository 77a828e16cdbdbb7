import { SCOPES, type Scope } from '../../../assets/api-keys/api-key.ts';
import { ProblemError } from '../../shared/problem.ts';

/** What the app roles of a token give. They are assigned in Entra ID, to applications, people and groups alike. */
export interface EntraRoles {
  /** Role → scope. */
  scopes: ReadonlyMap<string, Scope>;
  /** What a role that binds to a platform begins with; the platform's id follows, or `*` for all of them. */
  platform_prefix: string;
}

const PLATFORM_ID = /^[a-z0-9][a-z0-9_-]{0,49}$/;
const EVERY_PLATFORM = '*';

/** In the order in which scopes are told anywhere; roles that mean nothing here are passed over. */
export function scopesOf(roles: readonly string[], { scopes }: EntraRoles): Scope[] {
  const given = new Set(roles.map((role) => scopes.get(role)));
  return SCOPES.filter((scope) => given.has(scope));
}

/**
 * The platform that a token acts for; null for any. An API key that is bound to none was made so by an administrator's
 * hand; a token without such a role may as well have been forgotten about, so that it is refused.
 *
 * @throws ProblemError `platform_not_bound`
 */
export function platformOf(roles: readonly string[], { platform_prefix }: EntraRoles): string | null {
  const named = roles
    .filter((role) => role.startsWith(platform_prefix))
    .map((role) => role.slice(platform_prefix.length))
    .filter((name) => name === EVERY_PLATFORM || PLATFORM_ID.test(name));
  const [first, ...others] = new Set(named);
  if (first !== undefined && others.length === 0) return first === EVERY_PLATFORM ? null : first;
  const found = first === undefined ? 'none' : 'several';
  throw new ProblemError(
    'platform_not_bound',
    `A token needs one app role that says for which platform it acts, ${platform_prefix}<platform_id> or ${platform_prefix}${EVERY_PLATFORM}; this one has ${found}.`,
  );
}

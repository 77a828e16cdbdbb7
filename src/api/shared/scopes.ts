import type { Scope } from '../../assets/api-keys/api-key.ts';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import type { Visible } from '../../assets/reads/visible.ts';
import { ProblemError } from './problem.ts';
import { seesAll } from './visibility.ts';

/** `admin` may do everything. */
export function hasScope(identity: Identity, scope: Scope): boolean {
  return identity.scopes.includes(scope) || identity.scopes.includes('admin');
}

/** @throws ProblemError `insufficient_scope` */
export function requireScope(identity: Identity, scope: Scope, message = `This needs the scope ${scope}.`): Identity {
  if (hasScope(identity, scope)) return identity;
  throw new ProblemError('insufficient_scope', message, {
    // RFC 6750. It is told to those who came with a key as well: the scope is the same.
    headers: { 'WWW-Authenticate': `Bearer realm="rhumbline", error="insufficient_scope", scope="${scope}"` },
  });
}

/** A key of one platform does not reach what belongs to none, unless it has the scope admin. */
export function isUnbound({ platform_id, scopes }: Identity): boolean {
  return platform_id === null || scopes.includes('admin');
}

/** What of a retry is taken for done as it was sent. */
const BY_HAND = ['outputs', 'item_outputs'] as const;

/**
 * An output that is given by hand may name any blob and any item, other platforms' too, as what the job has made: that is for those
 * who run the service. Whoever may submit may retry without.
 *
 * @throws ProblemError `insufficient_scope`, `platform_not_allowed`
 */
export function requireOperatorForOutputs(
  identity: Identity,
  retry: { [F in (typeof BY_HAND)[number]]?: object | undefined },
): void {
  const given = BY_HAND.filter((field) => retry[field] !== undefined);
  if (given.length === 0) return;
  requireScope(identity, 'admin', `Outputs given by hand (${given.join(', ')}) need the scope admin.`);
  requireNoPlatform(identity);
}

/**
 * What is everybody's, and what belongs to no platform, as jobs without an asset do, is not for a key that is bound to a platform,
 * whatever its scopes.
 *
 * @throws ProblemError `platform_not_allowed`
 */
export function requireNoPlatform(identity: Identity): void {
  if (identity.platform_id === null) return;
  throw new ProblemError('platform_not_allowed', 'This needs a key that is not bound to a platform.');
}

/**
 * A key that is bound to a platform gives out no more than it has.
 *
 * @throws ProblemError `platform_not_allowed`
 */
export function requireSamePlatform(identity: Identity, platformId: string | null): void {
  if (platformId === null) requireNoPlatform(identity);
  else requirePlatform(identity, platformId);
}

/**
 * Whose things to look among: those of the platform that was asked for, or else those of the key's; null for all.
 *
 * @throws ProblemError `platform_not_allowed`
 */
export function platformToRead(identity: Identity, asked: string | undefined): string | null {
  if (asked === undefined) return identity.platform_id;
  requirePlatform(identity, asked);
  return asked;
}

/**
 * Which rows to look among. What is deleted is there for those who run the service alone.
 *
 * @throws ProblemError `platform_not_allowed`
 */
export function visibleRows(identity: Identity, platformAsked?: string): Visible {
  return { platform_id: platformToRead(identity, platformAsked), deleted_too: seesAll(identity) };
}

/** @throws ProblemError `platform_not_allowed` */
export function requirePlatform(identity: Identity, platformId: string): void {
  if (identity.platform_id === null || identity.platform_id === platformId) return;
  throw new ProblemError('platform_not_allowed', `This key is bound to the platform ${identity.platform_id}.`);
}

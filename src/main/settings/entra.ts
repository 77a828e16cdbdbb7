import type { EntraOptions } from '../../api/gateway/identity/verify-token.ts';
import type { Settings } from './settings.ts';

/** What tokens of Entra ID are checked by; undefined where the service was not set up for them. */
export function entraOf(settings: Settings<'gateway'>): (EntraOptions & { jwks_url: string }) | undefined {
  const { entraTenantId, entraIssuer, entraAudience, entraJwksUrl, entraRoles, entraPlatformRole } = settings;
  // They are there together or not at all.
  if (!entraTenantId || !entraIssuer || !entraAudience || !entraJwksUrl) return undefined;
  return {
    tenant_id: entraTenantId,
    issuer: entraIssuer,
    audience: entraAudience,
    jwks_url: entraJwksUrl,
    scopes: new Map(entraRoles),
    platform_prefix: entraPlatformRole,
  };
}

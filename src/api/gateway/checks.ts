import { type CheckResult, checkRound } from '../shared/health.ts';
import type { GatewayServices } from './services.ts';

export type GatewayChecks = () => Promise<Readonly<Record<'database' | 'domain_api', CheckResult>>>;

/** What the gateway cannot do without: the database to read, the domain API to change anything. */
export function gatewayChecks({ pool, domain, log }: GatewayServices): GatewayChecks {
  return checkRound(
    {
      database: () => pool.query('SELECT FROM rhumbline.platforms LIMIT 1'),
      domain_api: (signal) => domain.ping(signal),
    },
    (check, err) => log.warn({ check, err }, 'Health:CheckFailed'),
  );
}

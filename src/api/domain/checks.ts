import type { Check } from '../shared/health.ts';
import type { DomainServices } from './services.ts';

/** Each dependency is used for real: as the own role, in the own namespace, by the own identity. */
export function domainChecks({ pool, temporal, storage, specs }: DomainServices): Record<string, Check> {
  return {
    database: () => pool.query('SELECT FROM rhumbline.platforms LIMIT 1'),
    temporal: (signal) =>
      temporal.connection.withAbortSignal(signal, () =>
        temporal.workflowService.describeNamespace({ namespace: temporal.options.namespace }),
      ),
    storage: (signal) => storage.ping(signal),
    workflows: () => specs.ids(),
  };
}

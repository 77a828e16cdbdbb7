import { collectDefaultMetrics, Registry } from 'prom-client';

/** What a process counts, with Node's own figures (memory, event loop, garbage collection) among them. */
export function createRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { pino } from 'pino';
import { z } from 'zod';
import { registerJobMetrics } from '../../../src/api/domain/metrics/job-metrics.ts';
import { leftRunMetrics, reconcilerMetrics } from '../../../src/api/domain/metrics/reconciler-metrics.ts';
import { createBreaker } from '../../../src/api/shared/circuit-breaker.ts';
import { createRegistry } from '../../../src/api/shared/metrics/registry.ts';
import { requestMetrics } from '../../../src/api/shared/metrics/request-metrics.ts';
import { COMPOSE, ROOT } from './support/compose.ts';
import { readExpression } from './support/promql.ts';

const scraped = z.object({ scrape_configs: z.array(z.object({ job_name: z.string() })) });
const PROMETHEUS = readYaml('deploy/prometheus/prometheus.yml');
const JOBS = scraped.parse(PROMETHEUS).scrape_configs.map(({ job_name }) => job_name);

/** Of what Temporal's SDK tells (docs.temporal.io/references/sdk-metrics), what is used here. */
const SDK: Record<string, readonly string[]> = {
  temporal_worker_task_slots_used: ['task_queue', 'worker_type'],
  temporal_worker_task_slots_available: ['task_queue', 'worker_type'],
  temporal_num_pollers: ['task_queue', 'poller_type'],
  temporal_activity_execution_failed: ['task_queue', 'activity_type'],
};

/** Labels by the names that Prometheus has for what our code registers. */
const KNOWN: ReadonlyMap<string, readonly string[]> = new Map([
  ['up', []] as const,
  ...Object.entries(SDK),
  ...registered(),
]);

const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string(),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string(), what_to_do: z.string() }),
        }),
      ),
    }),
  ),
});

const dashboard = z.object({
  uid: z.string(),
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});

const ALERTS = rules.parse(readYaml('deploy/prometheus/alerts.yml')).groups.flatMap((group) => group.rules);
const DASHBOARDS = readdirSync(join(ROOT, 'deploy/grafana/dashboards')).map((name) =>
  dashboard.parse(JSON.parse(readFileSync(join(ROOT, 'deploy/grafana/dashboards', name), 'utf8'))),
);
const EXPRESSIONS = [
  ...ALERTS.map(({ alert, expr }) => ({ where: alert, expr })),
  ...DASHBOARDS.flatMap(({ panels }) =>
    panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: title, expr }))),
  ),
];

describe('alerts and dashboards', () => {
  it('are there, each under a name of its own', () => {
    assert.ok(ALERTS.length >= 10 && DASHBOARDS.length >= 2);
    assert.equal(new Set(ALERTS.map(({ alert }) => alert)).size, ALERTS.length);
    assert.equal(new Set(DASHBOARDS.map(({ uid }) => uid)).size, DASHBOARDS.length);
  });

  it('are expressions that Prometheus can read', () => {
    for (const { where, expr } of EXPRESSIONS) assert.ok(readExpression(expr).isValid, `${where}: ${expr}`);
  });

  it('ask only for metrics and labels that there are', () => {
    for (const { where, expr } of EXPRESSIONS) {
      const { selectors, grouped } = readExpression(expr);
      assert.ok(selectors.length > 0, where);
      const labels = selectors.flatMap(({ metric }) => KNOWN.get(metric) ?? assert.fail(`${where}: ${metric}`));
      const allowed = ['job', 'instance', ...labels];
      const asked = [...grouped, ...selectors.flatMap((selector) => selector.labels)];
      for (const label of asked) assert.ok(allowed.includes(label), `${where}: label ${label}`);
    }
  });

  it('ask for jobs that Prometheus scrapes', () => {
    for (const { where, expr } of EXPRESSIONS) {
      for (const [, pattern = ''] of expr.matchAll(/\bjob=~?"([^"]+)"/g)) {
        assert.ok(
          JOBS.some((job) => new RegExp(`^(?:${pattern})$`).test(job)),
          `${where}: ${pattern}`,
        );
      }
    }
    assert.deepEqual(JOBS, ['gateway', 'domain', 'worker-light', 'worker-heavy', 'temporal']);
  });

  it('cover what operators ask', () => {
    const asked = new Set(ALERTS.flatMap(({ expr }) => readExpression(expr).selectors.map(({ metric }) => metric)));
    for (const metric of [
      'rhumbline_jobs',
      'rhumbline_stuck_jobs',
      'rhumbline_task_queue_backlog',
      'rhumbline_reconciler_jobs_total',
      'rhumbline_reconciler_sweeps_failed_total',
      'http_server_request_duration_seconds_bucket',
      'rhumbline_breaker_state',
    ]) {
      assert.ok(asked.has(metric), metric);
    }
  });

  it('are where Prometheus and Grafana look for them', () => {
    const mounts = (name: string) => COMPOSE.services[name]?.volumes.map((each) => each.replace(/:ro$/, '')) ?? [];
    assert.ok(mounts('prometheus').includes('./deploy/prometheus:/etc/prometheus'));
    assert.deepEqual(z.object({ rule_files: z.array(z.string()) }).parse(PROMETHEUS).rule_files, ['alerts.yml']);
    const provider = z.object({ providers: z.array(z.object({ options: z.object({ path: z.string() }) })) });
    const { providers } = provider.parse(readYaml('deploy/grafana/provisioning/dashboards/rhumbline.yml'));
    assert.ok(mounts('grafana').includes(`./deploy/grafana/dashboards:${providers[0]?.options.path}`));
  });
});

describe('reading expressions', () => {
  it('finds what is wrong with one', () => {
    assert.equal(readExpression('sum by (le (rate(x[5m]))').isValid, false);
    assert.deepEqual(readExpression('sum by (a, b) (rate(x{c="1", d!~"2"}[5m])) > 1'), {
      isValid: true,
      selectors: [{ metric: 'x', labels: ['c', 'd'] }],
      grouped: ['a', 'b'],
    });
  });
});

/** What gateway and domain API register, as Prometheus names it, with the labels that they set. */
function registered(): [string, string[]][] {
  const registry = createRegistry('domain');
  requestMetrics(registry);
  reconcilerMetrics(registry);
  leftRunMetrics(registry);
  const settings = { failures: 1, pause_ms: 1 };
  const log = pino({ level: 'silent' });
  createBreaker({
    dependency: 'x',
    ...settings,
    isFailure: () => true,
    refusal: () => new Error(),
    metrics: registry,
    log,
  });
  // Nothing is read before somebody asks.
  registerJobMetrics(registry, {} as Parameters<typeof registerJobMetrics>[1]);
  return registry.getMetricsAsArray().flatMap((metric) => {
    const labels = ['service', ...('labelNames' in metric ? z.array(z.string()).parse(metric.labelNames) : [])];
    const suffixes = String(metric.type) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    return suffixes.map((suffix): [string, string[]] => [
      `${metric.name}${suffix}`,
      suffix === '_bucket' ? [...labels, 'le'] : labels,
    ]);
  });
}

function readYaml(path: string): unknown {
  return load(readFileSync(join(ROOT, path), 'utf8'));
}

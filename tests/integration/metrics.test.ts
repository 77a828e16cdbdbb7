import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { freePorts } from '../../src/main/stack/ports.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { OwnWorker } from './support/own-worker.ts';

/** Samples by name and labels, as `name{a="b"}`. */
async function samplesAt(port: number): Promise<Map<string, number>> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

function sampleOf(samples: Map<string, number>, name: string, labels: Record<string, string>): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const found = [...samples].find(([key]) => key.startsWith(`${name}{`) && wanted.every((each) => key.includes(each)));
  return found?.[1];
}

async function domainWithMetrics(t: TestContext) {
  const [port = 0] = await freePorts(1);
  const domain = await startAnotherDomain(t, { RHUMBLINE_DOMAIN_METRICS_PORT: `${port}` });
  return { domain, port };
}

describe('metrics', () => {
  it('of the domain API: requests by route, never by path, also those that nothing answers', async (t) => {
    const { domain, port } = await domainWithMetrics(t);
    const jobId = 'echo_test-00000000-0000-4000-8000-000000000000';
    await domain.get(`/api/jobs/${jobId}/progress`);
    await domain.get(`/api/jobs/${jobId}/progress`);
    await domain.get('/nowhere/at/all');
    const samples = await samplesAt(port);
    const name = 'http_server_request_duration_seconds_count';
    const route = { http_route: '/api/jobs/:job_id/progress', http_response_status_code: '404', service: 'domain' };
    assert.equal(sampleOf(samples, name, route), 2);
    assert.equal(sampleOf(samples, name, { http_route: 'none', http_response_status_code: '404' }), 1);
    assert.deepEqual(
      [...samples.keys()].filter((key) => key.includes(jobId) || key.includes('nowhere')),
      [],
    );
  });

  it('of the domain API: jobs, task queues and what the reconciler does', async (t) => {
    const { port } = await domainWithMetrics(t);
    await eventually(async () => {
      const samples = await samplesAt(port);
      assert.ok((samples.get('rhumbline_reconciler_sweep_duration_seconds_count{service="domain"}') ?? 0) > 0);
    });
    const samples = await samplesAt(port);
    const task_queue = stackEnv('RHUMBLINE_TASK_QUEUE_LIGHT');
    for (const kind of ['workflow', 'activity']) {
      assert.ok((sampleOf(samples, 'rhumbline_task_queue_backlog', { task_queue, kind }) ?? -1) >= 0, kind);
    }
    assert.ok((sampleOf(samples, 'rhumbline_stuck_jobs', {}) ?? -1) >= 0);
    assert.ok((sampleOf(samples, 'nodejs_eventloop_lag_p99_seconds', {}) ?? -1) >= 0);
  });

  it("of a worker: those of Temporal's SDK", async (t) => {
    const [port = 0] = await freePorts(1);
    await new OwnWorker(t, { RHUMBLINE_WORKER_METRICS_PORT: `${port}` }).start();
    await eventually(async () => {
      const samples = await samplesAt(port);
      const slots = [...samples.keys()].filter((key) => key.startsWith('temporal_worker_task_slots_available{'));
      assert.ok(slots.length > 0);
    });
  });

  it('are not at the public door', async () => {
    const response = await fetch(`${stackEnv('RHUMBLINE_GATEWAY_URL')}/metrics`);
    assert.equal(response.status, 404);
  });
});

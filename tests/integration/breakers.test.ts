import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { freePorts } from '../../src/main/stack/ports.ts';
import { hangingPort } from '../support/hanging-port.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { startAnotherGateway } from './support/another-gateway.ts';
import { clientWith, echoSubmission } from './support/gateway.ts';

const NOWHERE = '127.0.0.1:9';

async function metricsAt(port: number | undefined): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

describe('circuit breakers of the processes', { concurrency: true }, () => {
  test("the gateway's: opened by what its settings say, told by metrics, and reads go on", async (t) => {
    const [port] = await freePorts(1);
    const gateway = await startAnotherGateway(t, {
      RHUMBLINE_DOMAIN_URL: `http://${NOWHERE}`,
      RHUMBLINE_BREAKER_FAILURES: '2',
      RHUMBLINE_BREAKER_PAUSE: '10m',
      RHUMBLINE_GATEWAY_METRICS_PORT: `${port}`,
    });
    const client = clientWith(undefined, gateway);
    const waits: number[] = [];
    for (const _ of [1, 2, 3]) {
      const { status, headers } = await client.post('/api/platform/submit', echoSubmission());
      assert.equal(status, 503);
      waits.push(Number(headers.get('retry-after')));
    }
    assert.deepEqual(waits.slice(0, 2), [5, 5]);
    assert.ok(Number(waits[2]) > 500, `${waits}`);
    assert.equal((await client.get('/api/assets')).status, 200);
    const metrics = await metricsAt(port);
    assert.match(metrics, /^rhumbline_breaker_state\{dependency="domain_api",state="open",service="gateway"\} 1$/m);
    assert.match(metrics, /^rhumbline_breaker_refused_total\{dependency="domain_api",service="gateway"\} 1$/m);
  });

  test("the domain API's, before the storage: submissions do not wait for what is away", async (t) => {
    const [port] = await freePorts(1);
    const domain = await startAnotherDomain(t, {
      RHUMBLINE_STORAGE_URL: `https://${NOWHERE}/devstoreaccount1`,
      RHUMBLINE_BREAKER_FAILURES: '1',
      RHUMBLINE_BREAKER_PAUSE: '10m',
      RHUMBLINE_DOMAIN_METRICS_PORT: `${port}`,
    });
    const input_params = { container_name: 'bronze', blob_name: 'x.tif' };
    const body = echoSubmission({ workflow_id: 'raster_ingest', input_params });
    const codes: unknown[] = [];
    for (const _ of [1, 2]) {
      const response = await domain.submit(body);
      codes.push(response.status, ((await response.json()) as { code: string }).code);
    }
    assert.deepEqual(codes, [503, 'storage_unavailable', 503, 'storage_unavailable']);
    const metrics = await metricsAt(port);
    assert.match(metrics, /^rhumbline_breaker_state\{dependency="storage",state="open",service="domain"\} 1$/m);
    assert.match(metrics, /^rhumbline_breaker_refused_total\{dependency="storage",service="domain"\} [1-9]/m);
  });

  test('a storage that hangs is away within the time that the gateway waits, and only for what needs it', async (t) => {
    const domain = await startAnotherDomain(t, {
      RHUMBLINE_STORAGE_URL: `https://127.0.0.1:${await hangingPort(t)}/devstoreaccount1`,
      RHUMBLINE_BREAKER_FAILURES: '1',
      RHUMBLINE_BREAKER_PAUSE: '10m',
    });
    const input_params = { container_name: 'bronze', blob_name: 'x.tif' };
    const began = performance.now();
    const waits: number[] = [];
    for (const _ of [1, 2]) {
      const response = await domain.submit(echoSubmission({ workflow_id: 'raster_ingest', input_params }));
      assert.equal(((await response.json()) as { code: string }).code, 'storage_unavailable');
      waits.push(performance.now() - began);
    }
    assert.ok(Number(waits[0]) < 30_000, `${waits}`);
    assert.ok(Number(waits[1]) - Number(waits[0]) < 5_000, `${waits}`);
    assert.equal((await domain.submit(echoSubmission())).status, 202);
  });
});

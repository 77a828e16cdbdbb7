import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createApiKey } from '../../src/assets/api-keys/create-api-key.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { startAnotherGateway } from './support/another-gateway.ts';
import { type CollectedSpan, startCollector } from './support/collector.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from './support/gateway.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { OwnWorker } from './support/own-worker.ts';
import { closeTemporalClient, finish, planOf, startPlan } from './support/run-spec.ts';
import { blobOf } from './support/storage.ts';

const NEW_KEY = { name: 'a test', scopes: ['submit', 'read'], platform_id: null } as const;

function newTrace(flags = '01') {
  const [trace_id, span_id] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { trace_id, span_id, headers: { traceparent: `00-${trace_id}-${span_id}-${flags}` } };
}

describe('with a collector', async () => {
  const lifetime = suiteLifetime();
  lifetime.after(closeTemporalClient);
  const collector = await startCollector(lifetime);
  const database = await freshDatabase(lifetime);
  const { key } = await createApiKey(poolOf(lifetime, database.owner, 1), NEW_KEY);
  const own = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    DATABASE_URL_DOMAIN: database.domain,
    DATABASE_URL_GATEWAY: database.gateway,
  };
  const worker = new OwnWorker(lifetime, own);
  const queues = {
    RHUMBLINE_TASK_QUEUE_LIGHT: worker.queues.light,
    RHUMBLINE_TASK_QUEUE_HEAVY: worker.queues.heavy,
  };
  const started = worker.start();
  const domain = await startAnotherDomain(lifetime, { ...own, ...queues });
  const gateway = await startAnotherGateway(lifetime, { ...own, RHUMBLINE_DOMAIN_URL: domain.url });
  await started;
  const client = clientWith(key, gateway);
  const spansOf = (trace_id: string) => collector.spans.filter((span) => span.trace_id === trace_id);

  /** What came of each span, as `service name`, sorted; reports on the way come or do not, by the time that things take. */
  const below = (spans: CollectedSpan[], parent_id: string | undefined) =>
    spans
      .filter((span) => span.parent_id === parent_id && span.name !== 'RunActivity:record_outcome')
      .map(({ service, name }) => `${service} ${name}`)
      .sort();

  it('a submission is one trace, the one that the client began, from the gateway to the last activity', async () => {
    const { trace_id, span_id, headers } = newTrace();
    const submission = echoSubmission();
    const accepted = await client.post('/api/platform/submit', submission, headers);
    assert.equal(accepted.status, 202);
    assert.equal(accepted.headers.get('traceparent'), headers.traceparent);
    await untilProcessed(client, submission.request_id);
    const spans = await eventually(() => {
      const found = spansOf(trace_id);
      assert.ok(found.some(({ name }) => name === 'RunWorkflow:runPlan'));
      assert.ok(found.some(({ name }) => name === 'POST /api/platform/submit'));
      assert.equal(found.filter(({ name }) => name === 'RunActivity:echo').length, 2);
      return found;
    });
    const [door] = spans.filter((span) => span.parent_id === span_id);
    const chain = [];
    for (let at = door; at !== undefined; at = spans.find((span) => span.parent_id === at?.span_id)) {
      chain.push(`${at.service} ${at.name}`);
      if (at.name === 'RunWorkflow:runPlan') {
        assert.deepEqual(below(spans, at.span_id), [
          'rhumbline-worker RunActivity:echo',
          'rhumbline-worker RunActivity:echo',
        ]);
        assert.equal(at.attributes.temporalWorkflowId, `${accepted.body.asset_id}-v1-r0`);
        break;
      }
    }
    assert.deepEqual(chain, [
      'rhumbline-gateway POST /api/platform/submit',
      'rhumbline-gateway POST domain',
      'rhumbline-domain POST /api/v1/domain/submit',
      'rhumbline-domain StartWorkflow:runPlan',
      'rhumbline-worker RunWorkflow:runPlan',
    ]);
    assert.deepEqual(
      spans.filter(({ failed }) => failed).map(({ name }) => name),
      [],
    );
  });

  it('a request is told by its route: no path, no query', async () => {
    const { trace_id, headers } = newTrace();
    const answer = await fetch(`${gateway}/api/assets/${'0'.repeat(32)}?token=hidden`, {
      headers: { ...headers, 'X-API-Key': key },
    });
    assert.equal(answer.status, 422);
    const [span] = await eventually(() => {
      assert.equal(spansOf(trace_id).length, 1);
      return spansOf(trace_id);
    });
    const { 'rhumbline.request_id': request_id, ...rest } = span?.attributes ?? {};
    assert.equal(request_id, answer.headers.get('x-request-id'));
    assert.deepEqual(rest, {
      'http.request.method': 'GET',
      'http.route': '/api/assets/:asset_id',
      'http.response.status_code': 422,
    });
  });

  it('a trace that its client does not record is not recorded here', async () => {
    const [quiet, loud] = [newTrace('00'), newTrace()];
    for (const { headers } of [quiet, loud]) await clientWith('', gateway).post('/api/platform/submit', {}, headers);
    await eventually(() => assert.equal(spansOf(loud.trace_id).length, 1));
    assert.deepEqual(spansOf(quiet.trace_id), []);
  });

  it('a run that no request began is a trace of its own, with its failure told by its code', async () => {
    const plan = planOf(
      'workflow_id: x\nversion: 1\nnodes: { say: { handler: echo, params: { fail_with: sorry }, retry: { max_attempts: 1 } } }\n',
    );
    const { handle, status } = await finish(await startPlan(plan, {}, worker.queues));
    assert.equal(status, 'FAILED');
    const { workflowId } = handle;
    const [run, activity] = await eventually(() => {
      const [run] = collector.spans.filter(
        ({ name, attributes }) => name === 'RunWorkflow:runPlan' && attributes.temporalWorkflowId === workflowId,
      );
      const activity = collector.spans.find(
        (span) => span.name === 'RunActivity:echo' && span.parent_id === run?.span_id,
      );
      assert.ok(run && activity);
      return [run, activity] as const;
    });
    assert.equal(run.trace_id, activity.trace_id);
    assert.equal(run.parent_id, null);
    assert.ok(run.failed && activity.failed);
    assert.deepEqual([run.attributes['error.type'], activity.attributes['error.type']], ['sorry', 'sorry']);
  });
});

describe('without a collector', () => {
  it('the trace stands in the log of every process all the same', async (t) => {
    const { trace_id, headers } = newTrace();
    const { workflow_id: _, ...submission } = echoSubmission({
      input_params: { ...(await blobOf(t, 'not a raster')) },
    });
    const client = clientWith();
    assert.equal((await client.post('/api/platform/submit', submission, headers)).status, 202);
    await untilProcessed(client, submission.request_id);
    for (const [part, message] of [
      ['gateway', 'Request:Done'],
      ['domain', 'Request:Done'],
      ['domain', 'Job:Started'],
      ['worker', 'Activity:Failed'],
    ] as const) {
      await eventually(async () => {
        const log = await readFile(join(stackEnv('RHUMBLINE_STATE_DIR'), 'logs', `${part}.log`), 'utf8');
        const lines = log.split('\n').filter((line) => line.includes(trace_id));
        assert.ok(
          lines.some((line) => line.includes(`"trace_id":"${trace_id}"`) && line.includes(message)),
          `${part}: ${message}`,
        );
      });
    }
  });
});

import assert from 'node:assert/strict';
import process from 'node:process';
import { describe, it, type TestContext } from 'node:test';
import { trace } from '@opentelemetry/api';
import pino from 'pino';
import { exportSpans } from '../../../src/main/tracing/export-spans.ts';
import { startCollector } from '../../integration/support/collector.ts';

const RUN = {
  span: { trace_id: '1'.repeat(32), span_id: '2'.repeat(16), flags: '01' },
  parent: { trace_id: '1'.repeat(32), span_id: '3'.repeat(16), flags: '01' },
  started_at: 1_000,
  ended_at: 2_000,
  fault_code: null,
};
const INFO = { workflowId: 'a-job', runId: 'a-run', workflowType: 'runPlan' };

/** Sends to this collector, until the test has ended; with what it logs meanwhile. */
function exportTo(t: TestContext, url: string) {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = url;
  t.after(() => {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    trace.disable();
  });
  const lines: string[] = [];
  return { lines, ...exportSpans('test', pino({}, { write: (line: string) => lines.push(line) })) };
}

describe('spans that are sent', () => {
  it('are, of runs, under the ids that the runs had from their beginnings', async (t) => {
    const { url, spans } = await startCollector(t);
    const { runEnded, stop } = exportTo(t, url);
    runEnded(INFO, RUN);
    runEnded(INFO, { ...RUN, parent: null, fault_code: 'no_good' });
    await stop();
    const { trace_id, span_id } = RUN.span;
    const own = { service: 'rhumbline-test', name: 'RunWorkflow:runPlan', trace_id, span_id };
    const attributes = { temporalWorkflowId: 'a-job', run_id: 'a-run' };
    assert.deepEqual(spans, [
      { ...own, parent_id: '3333333333333333', failed: false, attributes },
      { ...own, parent_id: null, failed: true, attributes: { ...attributes, 'error.type': 'no_good' } },
    ]);
  });

  it('have no signature in them', async (t) => {
    const { url, spans } = await startCollector(t);
    const { runEnded, stop } = exportTo(t, url);
    runEnded({ ...INFO, workflowId: 'a-job/each/https://host/blob?sv=1&sig=hidden' }, RUN);
    await stop();
    assert.deepEqual(spans[0]?.attributes, {
      temporalWorkflowId: 'a-job/each/https://host/blob?[redacted]',
      run_id: 'a-run',
    });
  });

  it('hold nothing up for long where nobody takes them, and the log says so', async (t) => {
    const { runEnded, stop, lines } = exportTo(t, 'http://127.0.0.1:9');
    runEnded(INFO, RUN);
    const before = performance.now();
    await stop();
    assert.ok(performance.now() - before < 10_000);
    assert.match(lines.join(''), /Tracing:ExportFailed/);
  });
});

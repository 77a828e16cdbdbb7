import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, it } from 'node:test';
import { Connection } from '@temporalio/client';
import { execa } from 'execa';
import { SEARCH_ATTRIBUTES } from '../../src/main/prepare/search-attributes.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';
import { ROOT, stackEnv } from '../support/stack.ts';

/** Runs a script of src/main as a container would. */
function run(script: string, args: readonly string[], env: Record<string, string | undefined> = {}) {
  return execa(process.execPath, [join(ROOT, 'src/main', script), ...args], { env, reject: false, all: true });
}

describe('what a deployment runs once', () => {
  it('makes the namespace, its search attributes and the containers, and then finds them', async (t) => {
    const mark = randomUUID().slice(0, 8);
    const env = { TEMPORAL_NAMESPACE: `prepared-${mark}`, RHUMBLINE_INBOUND_CONTAINERS: `in-${mark}` };
    // A server that has just been told of a namespace may take some seconds to know it.
    const first = await run('prepare.ts', ['--patience', '60'], env);
    assert.equal(first.exitCode, 0, first.all);
    assert.match(first.stdout, new RegExp(`^prepare: (?:made|found) the namespace prepared-${mark}; .*in-${mark}`));

    const connection = await Connection.connect({ address: stackEnv('TEMPORAL_ADDRESS') });
    t.after(() => connection.close());
    const namespace = env.TEMPORAL_NAMESPACE;
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    assert.equal(Number(config?.workflowExecutionRetentionTtl?.seconds), 30 * 86_400);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    for (const name of Object.keys(SEARCH_ATTRIBUTES)) assert.ok(name in (customAttributes ?? {}), name);
    const store = createBlobStore({ url: stackEnv('RHUMBLINE_STORAGE_URL') });
    assert.equal(await store.hasContainer(`in-${mark}`), true);

    const second = await run('prepare.ts', [], env);
    assert.match(second.stdout, /^prepare: found the namespace /, second.all);
  });

  it('makes the first API key, whose database comes from a file', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'rhumbline-key-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'url');
    writeFileSync(file, `${stackEnv('DATABASE_URL_DOMAIN')}\n`);
    const env = { DATABASE_URL_DOMAIN: '', DATABASE_URL_DOMAIN_FILE: file };
    const { exitCode, stdout, all } = await run('api-key.ts', ['--name', 'First', '--scope', 'read'], env);
    assert.equal(exitCode, 0, all);
    const asking = (path: string) =>
      fetch(`${stackEnv('RHUMBLINE_GATEWAY_URL')}${path}`, { headers: { 'X-API-Key': stdout.trim() } });
    assert.equal((await asking('/api/workflows')).status, 200);
    assert.equal((await asking('/api/admin/api-keys')).status, 403);
  });

  it('makes no key of a scope that there is not', async () => {
    const { exitCode, stderr } = await run('api-key.ts', ['--name', 'First', '--scope', 'root']);
    assert.equal(exitCode, 64);
    assert.match(stderr, /^Usage: node src\/main\/api-key\.ts/);
  });

  it('tells a health check how a process is', async () => {
    const url = stackEnv('RHUMBLINE_GATEWAY_URL');
    assert.equal((await run('probe.ts', [`${url}/health/ready`])).exitCode, 0);
    const { exitCode, stderr } = await run('probe.ts', [`${url}/nowhere`]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /HTTP 40[14]/);
  });
});

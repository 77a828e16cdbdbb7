import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkPorts } from '../../../src/main/stack/ports.ts';
import { loadSecrets } from '../../../src/main/stack/secrets.ts';
import { openStateFolder } from '../../../src/main/stack/state-folder.ts';
import { FaultError } from '../../../src/plan/fault.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'rhumbline-refusals-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const saying = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code);
  assert.match(error.message, message);
  return true;
};

test('a state folder that is a file, or lies below one', (t) => {
  const file = join(folder(t), 'state');
  writeFileSync(file, '');
  assert.throws(
    () => openStateFolder(file),
    saying('state_folder_unusable', /^The state folder .+\/state cannot be used: there is a file in its place/),
  );
  assert.throws(
    () => openStateFolder(join(file, 'deeper')),
    saying('state_folder_unusable', /a part of its path is a file\. Set RHUMBLINE_STATE_DIR to a folder/),
  );
});

test('secrets that are damaged: what to do, and not a word of what is in them', (t) => {
  const state = openStateFolder(folder(t));
  for (const text of ['', '{ "databaseAdminPassword": "hush" ', '{ "databaseAdminPassword": "hush" }', '[]']) {
    writeFileSync(state.secretsFile, text);
    assert.throws(
      () => loadSecrets(state),
      (error: unknown) => {
        assert.doesNotMatch(String(error), /hush/);
        return saying('secrets_unreadable', /secrets\.json is not what the stack wrote there.+: rm -rf /)(error);
      },
    );
  }
});

test('parts that are set to one port are named before anything is started', async () => {
  const uses = [
    { part: 'gateway', port: 8080, env: 'RHUMBLINE_GATEWAY_PORT' },
    { part: 'domain API', port: 8080, env: 'RHUMBLINE_DOMAIN_PORT' },
    { part: 'Temporal', port: 7233, env: 'RHUMBLINE_TEMPORAL_PORT' },
  ];
  await assert.rejects(
    checkPorts(uses),
    saying('port_clash', /\n {2}8080: gateway \(RHUMBLINE_GATEWAY_PORT\), domain API \(RHUMBLINE_DOMAIN_PORT\)$/),
  );
});

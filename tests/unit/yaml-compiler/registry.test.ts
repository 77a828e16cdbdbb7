import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { createSpecRegistry, type SpecRegistry } from '../../../src/yaml-compiler/registry.ts';

const SHIPPED = fileURLToPath(new URL('../../../workflows', import.meta.url));
const spec = (id: string, version = 1) => `workflow_id: ${id}\nversion: ${version}\nnodes: { a: { handler: echo } }\n`;

describe('the specs that ship', () => {
  it('compile without a diagnostic', async () => {
    const registry = createSpecRegistry({ directory: SHIPPED, catalogue: HANDLER_CATALOGUE });
    const ids = await registry.ids();
    assert.ok(ids.includes('raster_ingest'));
    for (const id of ids) assert.deepEqual((await registry.get(id))?.diagnostics, [], id);
  });
});

describe('a registry', () => {
  let directory: string;
  let registry: SpecRegistry;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'specs-'));
    registry = createSpecRegistry({ directory, catalogue: HANDLER_CATALOGUE });
    await writeFile(join(directory, 'one.yaml'), spec('one'));
    await writeFile(join(directory, 'other.yaml'), spec('elsewhere'));
    await writeFile(join(directory, 'one.test.yaml'), 'cases: []\n');
  });
  after(() => rm(directory, { recursive: true }));

  it('lists the specs, and not their tests', async () => assert.deepEqual(await registry.ids(), ['one', 'other']));

  it('reads a file again when it has changed, and not before', async () => {
    const first = await registry.get('one');
    assert.equal(first?.plan?.version, 1);
    assert.equal(await registry.get('one'), first);
    await writeFile(join(directory, 'one.yaml'), spec('one', 2));
    assert.equal((await registry.get('one'))?.plan?.version, 2);
  });

  it('compiles a spec again when one that it uses has changed, has gone, or has come', async () => {
    const file = (id: string) => join(directory, `${id}.yaml`);
    const uses = (id: string, used: string) => `workflow_id: ${id}\nversion: 1\nnodes: { a: { uses: ${used} } }\n`;
    await writeFile(file('upper'), uses('upper', 'middle'));
    await writeFile(file('middle'), uses('middle', 'lower'));
    const absent = await registry.get('upper');
    assert.deepEqual(
      absent?.diagnostics.map(({ code }) => code),
      ['broken-spec'],
    );
    await writeFile(file('lower'), spec('lower'));
    const first = await registry.get('upper');
    assert.equal(first?.plan?.uses?.middle?.uses?.lower?.version, 1);
    assert.equal(await registry.get('upper'), first);
    await writeFile(file('lower'), spec('lower', 2));
    const second = await registry.get('upper');
    assert.equal(second?.plan?.uses?.middle?.uses?.lower?.version, 2);
    assert.notEqual(second?.plan?.plan_hash, first?.plan?.plan_hash);
    await rm(file('lower'));
    assert.equal((await registry.get('upper'))?.plan, undefined);
    await Promise.all(['upper', 'middle'].map((id) => rm(file(id))));
  });

  it('gives no plan for a spec under another name', async () => {
    const other = await registry.get('other');
    assert.equal(other?.plan, undefined);
    assert.match(other?.diagnostics[0]?.message ?? '', /name the file elsewhere.yaml/);
  });

  it('knows nothing outside its folder', async () => {
    for (const id of ['absent', '../workflows/one', '..', 'one.yaml', '/etc/passwd', 'One', '']) {
      assert.equal(await registry.get(id), undefined, id);
    }
  });
});

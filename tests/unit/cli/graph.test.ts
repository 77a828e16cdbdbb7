import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const FOLDER = join(import.meta.dirname, 'graph');
const SPEC = join(FOLDER, 'every_kind.yaml');

/** What Mermaid 11's own parser and Graphviz read without a word; read the difference before these are changed. */
for (const format of ['mermaid', 'dot']) {
  test(`graph: every kind of node and edge, a spec inside of another, and signs that mean something, as ${format}`, async () => {
    const { exitCode, out, err } = await runInProcess(['graph', SPEC, '--format', format]);
    assert.equal(`${out}\n`, readFileSync(join(FOLDER, `every_kind.${format}`), 'utf8'));
    assert.deepEqual([exitCode, err], [0, '']);
  });
}

test('graph: SVG has every node and edge, and dashes where a parent need not complete', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-graph-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'x.svg');
  const { exitCode, out } = await runInProcess(['graph', SPEC, '--format', 'svg', '--out', path]);
  assert.deepEqual([exitCode, out], [0, '']);
  const svg = readFileSync(path, 'utf8');
  assert.match(svg, /^<\?xml /);
  const count = (pattern: RegExp) => [...svg.matchAll(pattern)].length;
  assert.deepEqual(
    {
      nodes: count(/class="node"/g),
      edges: count(/class="edge"/g),
      clusters: count(/class="cluster"/g),
      dashed: count(/stroke-dasharray/g),
    },
    { nodes: 11, edges: 13, clusters: 2, dashed: 4 },
  );
  assert.match(svg, /Publish &quot;it&quot; &lt;now&gt; &amp; `here`\?/);
});

test('graph: as JSON, what is drawn', async () => {
  const { out } = await runInProcess(['graph', '--json', SPEC]);
  const { workflow_id, version, picture } = JSON.parse(out);
  assert.deepEqual([workflow_id, version, picture.nodes.length, picture.clusters.length], ['every_kind', 4, 7, 2]);
  assert.deepEqual(picture.edges[1], { from: 'route', to: 'each', role: 'required', label: 'many' });
});

test('graph: a spec with errors is not drawn; its faults are told', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-graph-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'bad.yaml');
  writeFileSync(path, 'workflow_id: bad\nversion: 1\nnodes:\n  a: { handler: ecko }\n');
  const { exitCode, out, err } = await runInProcess(['graph', path]);
  assert.deepEqual([exitCode, out], [1, '']);
  assert.match(err, /bad\.yaml:4:\d+ error unknown-handler: .*Did you mean `echo`\?/);
  const missing = await runInProcess(['graph', join(folder, 'none.yaml')]);
  assert.equal(missing.exitCode, 2);
  assert.match(missing.err, /none\.yaml cannot be read: there is no such file/);
});

test('graph: a file in a folder that is not there says that it is the folder', async () => {
  const path = join(tmpdir(), 'no-such-folder', 'x.svg');
  const { exitCode, err } = await runInProcess(['graph', SPEC, '--format', 'dot', '--out', path]);
  assert.deepEqual([exitCode, err.includes(`${path} cannot be written: there is no such folder.`)], [2, true], err);
});

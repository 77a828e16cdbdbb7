import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');

/** The folders of src; each may import only from those before it. */
const ORDER = [
  ...['plan', 'geo', 'yaml-compiler', 'importer', 'workflows', 'tracing', 'gdal', 'storage', 'db'],
  ...['assets', 'catalog', 'activities', 'spec-test', 'api', 'cli', 'main'],
];

/** Workflow code runs in a sandbox, in which these have no business although they come before it. */
const OUT_OF_SANDBOX = ['workflows → geo', 'workflows → yaml-compiler', 'workflows → importer'];

const output = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
});

type Files = Record<string, readonly string[]>;

/**
 * Lints files by the project's rules, in a folder of their own: what breaks a rule has no place in the real ones, not
 * even for a moment.
 *
 * @returns `path:line` of each complaint by this rule
 */
async function complaints(rule: string, files: Files): Promise<string[]> {
  const project = mkdtempSync(join(tmpdir(), 'rhumbline-lint-'));
  try {
    for (const file of ['biome.json', '.gitignore']) cpSync(join(ROOT, file), join(project, file));
    for (const [file, lines] of Object.entries(files)) {
      mkdirSync(join(project, dirname(file)), { recursive: true });
      writeFileSync(join(project, file), `${lines.join('\n')}\n`);
    }
    const args = ['lint', '--reporter=json', '--max-diagnostics=none', 'src'];
    const { stdout } = await execa(join(ROOT, 'node_modules/.bin/biome'), args, { cwd: project, reject: false });
    return output
      .parse(JSON.parse(stdout))
      .diagnostics.filter(({ category }) => category === rule)
      .map(({ location }) => `${location.path}:${location.start.line}`);
  } finally {
    rmSync(project, { recursive: true });
  }
}

test('import direction: each folder is refused exactly the folders that are not before it', async () => {
  const others = (from: string) => ORDER.filter((to) => to !== from);
  const files: Files = Object.fromEntries(
    ORDER.flatMap((from) => [
      [`src/${from}/x.ts`, others(from).map((to) => `import '../${to}/x.ts';`)],
      [`src/${from}/deep/er/x.ts`, others(from).map((to) => `import '../../../${to}/x.ts';`)],
    ]),
  );
  const refused = (await complaints('lint/style/noRestrictedImports', files)).map((place) => {
    const [, from = '', depth = '', line] = /^src\/([^/]+)\/(deep\/er\/)?x\.ts:(\d+)$/.exec(place) ?? [];
    return `${from} → ${others(from)[Number(line) - 1]}${depth ? ', from a subfolder' : ''}`;
  });
  const backwards = ORDER.flatMap((from, index) => ORDER.slice(index + 1).map((to) => `${from} → ${to}`));
  const expected = [...backwards, ...OUT_OF_SANDBOX].flatMap((pair) => [pair, `${pair}, from a subfolder`]);
  assert.deepEqual([...new Set(refused)].sort(), expected.sort());
});

test('purity: the plan, the geometry and the workflows may not reach the machine', async () => {
  const lines = ["import 'node:fs';", "import 'zod';", "import 'pg';", "import '@temporalio/client';"];
  const files = Object.fromEntries(['plan', 'geo', 'workflows', 'gdal'].map((name) => [`src/${name}/x.ts`, lines]));
  const found = await complaints('lint/style/noRestrictedImports', files);
  const expected = ['plan', 'geo', 'workflows'].flatMap((name) =>
    lines.map((_, index) => `src/${name}/x.ts:${index + 1}`),
  );
  assert.deepEqual(found.sort(), expected.sort());
});

test('environment: only src/main reads it', async () => {
  const lines = ['export const home = process.env.HOME;'];
  const files = { 'src/api/x.ts': lines, 'src/plan/x.ts': lines, 'src/main/x.ts': lines };
  assert.deepEqual((await complaints('lint/style/noProcessEnv', files)).sort(), ['src/api/x.ts:1', 'src/plan/x.ts:1']);
});

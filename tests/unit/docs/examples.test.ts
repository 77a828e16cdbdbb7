import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CONTRACTS, HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { runTestFile } from '../../../src/spec-test/run/run-test-file.ts';
import { compile } from '../../../src/yaml-compiler/compile.ts';
import { type SpecSources, specsInFolder } from '../../../src/yaml-compiler/uses/spec-sources.ts';

const root = new URL('../../../', import.meta.url);

/** Fenced YAML that is a whole spec, or a whole file of tests. */
async function blocksIn(page: string): Promise<string[]> {
  const text = await readFile(new URL(page, root), 'utf8');
  const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.filter((block) => /^workflow_id:/m.test(block));
}

const isTests = (block: string) => /^tests:/m.test(block);

const pages = [
  'README.md',
  ...(await readdir(new URL('docs/', root))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];
const blocks = (
  await Promise.all(pages.map(async (page) => (await blocksIn(page)).map((spec) => ({ page, spec }))))
).flat();
const specs = blocks.filter(({ spec }) => !isTests(spec));
const tests = blocks.filter(({ spec }) => isTests(spec));

it('the docs have specs in them, and tests', () => assert.ok(specs.length > 0 && tests.length > 0));

/** The specs of a page may use each other. */
function specsOf(page: string): SpecSources {
  const sources = new Map(specs.filter((one) => one.page === page).map(({ spec }) => [idOf(spec), spec]));
  return {
    get: (id) => ({ file: page, source: sources.get(id) ?? '' }),
    ids: () => [...sources.keys()],
    places: () => [],
  };
}

function idOf(spec: string): string {
  return /^workflow_id: (\w+)/m.exec(spec)?.[1] ?? '';
}

for (const [index, { page, spec }] of specs.entries()) {
  it(`spec ${index + 1} in ${page} compiles`, () => {
    const { diagnostics } = compile(spec, { file: page, catalogue: HANDLER_CATALOGUE, specs: specsOf(page) });
    assert.deepEqual(diagnostics, []);
  });
}

for (const [index, { page, spec }] of tests.entries()) {
  it(`tests ${index + 1} in ${page} pass, of a spec that ships`, async () => {
    const { diagnostics, cases } = await runTestFile(spec, {
      file: page,
      specs: specsInFolder(fileURLToPath(new URL('workflows', root))),
      catalogue: HANDLER_CATALOGUE,
      contracts: CONTRACTS,
    });
    assert.deepEqual([diagnostics, cases.flatMap(({ failures }) => failures)], [[], []]);
  });
}

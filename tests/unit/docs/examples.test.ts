import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { compile } from '../../../src/yaml-compiler/compile.ts';
import type { SpecSources } from '../../../src/yaml-compiler/uses/spec-sources.ts';

const root = new URL('../../../', import.meta.url);

/** Fenced YAML that is a whole spec. */
async function specsIn(page: string): Promise<string[]> {
  const text = await readFile(new URL(page, root), 'utf8');
  const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.filter((block) => /^workflow_id:/m.test(block));
}

const pages = [
  'README.md',
  ...(await readdir(new URL('docs/', root))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];
const specs = (
  await Promise.all(pages.map(async (page) => (await specsIn(page)).map((spec) => ({ page, spec }))))
).flat();

it('the docs have specs in them', () => assert.ok(specs.length > 0));

/** The specs of a page may use each other. */
function specsOf(page: string): SpecSources {
  const sources = new Map(specs.filter((one) => one.page === page).map(({ spec }) => [idOf(spec), spec]));
  return {
    get: (id) => ({ file: page, source: sources.get(id) ?? '' }),
    ids: () => [...sources.keys()],
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

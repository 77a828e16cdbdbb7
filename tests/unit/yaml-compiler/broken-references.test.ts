import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { compile } from '../../../src/yaml-compiler/compile.ts';
import { specsInFolder } from '../../../src/yaml-compiler/uses/spec-sources.ts';

const specs = specsInFolder(fileURLToPath(new URL('../../../workflows', import.meta.url)), 'workflows');

/** References into values that nothing declares, such as the items of an array that a client gives: `<spec>: <path>`. */
const OPEN: readonly string[] = [];

/** One name in a path such as `nodes.first.output`. */
interface Reference {
  path: string;
  name: string;
  /** Of the name, in the file. */
  offset: number;
}

const PATH = /(?<![\w.'"])(inputs|nodes|job|item|output)((?:\.[a-z_][a-z0-9_]*)+)/g;

function* referencesIn(source: string): Generator<Reference> {
  for (const { 0: template, index } of source.matchAll(/\{\{.*?\}\}/gs)) {
    for (const { 0: path, index: at } of template.matchAll(PATH)) {
      let offset = index + at;
      for (const name of path.split('.')) {
        if (offset > index + at) yield { path, name, offset };
        offset += name.length + 1;
      }
    }
  }
}

/** Without its second letter, or with one more where it has only one. */
function broken(name: string): string {
  return name.length === 1 ? `${name}x` : name[0] + name.slice(2);
}

function placeOf(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

for (const id of specs.ids()) {
  const { source = '', file = '' } = specs.get(id) ?? {};
  const references = [...referencesIn(source)].filter(({ path }) => !OPEN.includes(`${id}: ${path}`));

  describe(`${id}: each reference that is broken is told with its place and its right name`, () => {
    it('has references', () => assert.ok(references.length > 0));

    for (const { path, name, offset } of references) {
      const place = placeOf(source, offset);
      it(`${place} ${path}, \`${name}\` written \`${broken(name)}\``, () => {
        const text = source.slice(0, offset) + broken(name) + source.slice(offset + name.length);
        const { plan, diagnostics } = compile(text, { file, catalogue: HANDLER_CATALOGUE, specs });
        assert.equal(plan, undefined);
        const found = diagnostics.filter(({ line, column }) => `${line}:${column}` === place);
        assert.deepEqual(
          found.map(({ file, message }) => [file, message.match(/Did you mean `(.*)`/)?.[1]]),
          [[`workflows/${id}.yaml`, name]],
          diagnostics.map(({ message }) => message).join('\n'),
        );
      });
    }
  });
}

it('there are specs', () => assert.ok(specs.ids().includes('raster_ingest')));

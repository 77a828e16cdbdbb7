import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectInputs, readPairs, typed } from '../../../src/cli/inputs.ts';

test('inputs: JSON is taken as JSON, and everything else as text', () => {
  const cases: [string, unknown][] = [
    ['3', 3],
    ['1.50', 1.5],
    ['true', true],
    ['null', null],
    ['"3"', '3'],
    ['["a", 1]', ['a', 1]],
    ['{"a": {"b": 2}}', { a: { b: 2 } }],
    ['hi', 'hi'],
    ['', ''],
    ['EPSG:4326', 'EPSG:4326'],
    ['2026-01-02', '2026-01-02'],
    ['{broken', '{broken'],
    ['12345678901234567890', '12345678901234567890'],
  ];
  for (const [text, value] of cases) assert.deepEqual(typed(text), value, text);
});

test('inputs: the value is what stands after the first =', () => {
  assert.deepEqual(readPairs('--ref', ['a=b=c', 'd=']), { a: 'b=c', d: '' });
});

test('inputs: a pair without a name or a =, and a name given twice, are wrong usage', () => {
  for (const pairs of [['a'], ['=a'], [''], ['a=1', 'a=2']]) {
    assert.throws(() => readPairs('--input', pairs), { code: 'wrong_usage', exitCode: 2 }, pairs.join());
  }
});

test('inputs: a name such as __proto__ is a name like any other', () => {
  const pairs = readPairs('--input', ['__proto__=x']);
  assert.deepEqual(Object.entries(pairs), [['__proto__', 'x']]);
});

test('inputs: those of the command line win over those of the file', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-cli-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const good = file('good.json', '{"message": "from the file", "steps": 2}');
  assert.deepEqual(await collectInputs({ inputsFile: good, input: ['steps=3'] }), {
    message: 'from the file',
    steps: 3,
  });
  const wrong: [string, RegExp][] = [
    [file('list.json', '[1]'), /must hold a JSON object/],
    [file('broken.json', '{"a": '), /is not JSON/],
    [join(folder, 'none.json'), /there is no such file/],
    [folder, /it is a folder/],
  ];
  for (const [path, message] of wrong) {
    await assert.rejects(collectInputs({ inputsFile: path }), { code: 'wrong_usage', exitCode: 2, message });
  }
});

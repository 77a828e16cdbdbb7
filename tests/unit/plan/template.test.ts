import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, JsonValue } from '../../../src/plan/json.ts';
import { TemplateError, type TemplateErrorCode } from '../../../src/plan/template/error.ts';
import { render, scopeOf } from '../../../src/plan/template/evaluate.ts';
import { Meter } from '../../../src/plan/template/meter.ts';
import { withNames } from '../../../src/plan/template/narrow.ts';
import { parseTemplate } from '../../../src/plan/template/template.ts';

const VALUES: JsonObject = {
  inputs: { name: 'elevation', tiles: [3, 1, 2], empty: [], none: null, zero: 0, flag: true },
  nodes: {
    validate: { state: 'completed', output: { bands: [{ type: 'uint16' }, { type: 'uint8' }], pixel_bytes: 1200 } },
    skipped: { state: 'skipped' },
  },
};

const evaluate = (template: JsonValue): JsonValue => render(template, scopeOf(VALUES));

describe('a template that is one expression keeps its native type', () => {
  const cases: [string, JsonValue][] = [
    ['{{ inputs.tiles }}', [3, 1, 2]],
    ['  {{ inputs.flag }}\n', true],
    ['{{ inputs.none }}', null],
    ['{{ nodes.validate.output.bands[0] }}', { type: 'uint16' }],
    ['{{ nodes.validate.output.bands[-1].type }}', 'uint8'],
    ['{{ nodes["validate"]["output"].pixel_bytes > 1000 }}', true],
    ['{{ 7 // 2 }}', 3],
    ['{{ -7 // 2 }}', -4],
    ['{{ -7 % 3 }}', 2],
    ['{{ 2 ** 3 ** 1 }}', 8],
    ['{{ 7 / 2 }}', 3.5],
    ['{{ 1 + 2 * 3 }}', 7],
    ['{{ (1 + 2) * 3 }}', 9],
    ['{{ "a" ~ 1 ~ true }}', 'a1true'],
    ['{{ not inputs.empty and inputs.flag }}', true],
    ['{{ inputs.zero or "fallback" }}', 'fallback'],
    ['{{ 2 in inputs.tiles }}', true],
    ['{{ 9 not in inputs.tiles }}', true],
    ['{{ "lev" in inputs.name }}', true],
    ['{{ "big" if inputs.tiles | length > 2 else "small" }}', 'big'],
    ['{{ inputs.tiles | sort | join("-") }}', '1-2-3'],
    ['{{ inputs.tiles | sum + 1 }}', 7],
    ['{{ nodes.validate.output.bands | map("type") | unique }}', ['uint16', 'uint8']],
    ['{{ nodes.validate.output.bands | selectattr("type", "uint8") | length }}', 1],
    ['{{ { "a": [1, { "b": "}}" }] } }}', { a: [1, { b: '}}' }] }],
    ['{{ range(3) }}', [0, 1, 2]],
    ['{{ range(2, 4) }}', [2, 3]],
    ['{{ 1.0 == 1 }}', true],
    ['{{ [1, {"a": 2}] == [1, {"a": 2}] }}', true],
    ['{{ "1" == 1 }}', false],
    ['{{ nodes.skipped.state }}', 'skipped'],
  ];
  for (const [template, expected] of cases) {
    it(template.trim(), () => assert.deepEqual(evaluate(template), expected));
  }
});

describe('a template in a text gives text', () => {
  it('puts values in', () => assert.equal(evaluate('{{ inputs.name }}/v{{ 1 + 1 }}.tif'), 'elevation/v2.tif'));
  it('reaches into objects and arrays', () =>
    assert.deepEqual(evaluate({ a: ['x {{ inputs.zero }}', 5], b: null }), { a: ['x 0', 5], b: null }));
  it('leaves text without templates alone', () => assert.equal(evaluate('100 % {plain} }}'), '100 % {plain} }}'));
  it('steps over a brace in a string', () => assert.equal(evaluate("{{ '}}' }}{{ '{{' }}"), '}}{{'));
});

describe('what is not there', () => {
  it('has a default', () => {
    assert.equal(evaluate('{{ nodes.skipped.output.x | default("none") }}'), 'none');
    assert.equal(evaluate('{{ inputs.missing | default(inputs.name) }}'), 'elevation');
    assert.equal(evaluate('{{ inputs.none | default("x") }}'), null);
    assert.equal(evaluate('{{ inputs.none | default("x", true) }}'), 'x');
  });
  it('costs nothing to have a default, however long its name and however many fields there are', () => {
    const index = 'a'.repeat(100_000);
    const fields = Array.from({ length: 20_000 }, (_, at) => [`${'b'.repeat(60)}_${at}`, at]);
    const owner = { ...Object.fromEntries(fields), ['b'.repeat(100_000)]: 1 };
    const scope = scopeOf({ owner, index, near: 'c'.repeat(64) });
    const started = performance.now();
    assert.equal(render("{{ owner[index] | default('none') }}", scope), 'none');
    for (let time = 0; time < 200; time += 1) {
      assert.equal(render("{{ owner[near] | default('none') }}", scope), 'none');
    }
    assert.ok(performance.now() - started < 20_000);
  });
  it('is told by its beginning', () => {
    const scope = scopeOf({ owner: { name: 1 }, index: 'a'.repeat(100_000) });
    const message = `\`owner\` has no field \`${'a'.repeat(100)}…\`. Known: name.`;
    assert.throws(() => render('{{ owner[index] }}', scope), { code: 'template_undefined', message });
  });
  it('can be asked for', () => {
    assert.equal(evaluate('{{ nodes.skipped.output is defined }}'), false);
    assert.equal(evaluate('{{ inputs.none is none }}'), true);
    assert.equal(evaluate('{{ inputs.name is not defined }}'), false);
  });
});

describe('an error has a code, a sentence and a place', () => {
  const deep = `{{ ${'('.repeat(100)}1${')'.repeat(100)} }}`;
  const cases: [string, TemplateErrorCode, RegExp, string][] = [
    ['{{ inputs.nam }}', 'template_undefined', /`inputs.nam` is not defined. Did you mean `name`\?/, 'nam'],
    ['x {{ input.name }}', 'template_undefined', /`input` is not defined. Did you mean `inputs`\?/, 'input'],
    ['{{ inputs.name.x }}', 'template_undefined', /of type string/, 'x'],
    ['{{ inputs.tiles[7] }}', 'template_undefined', /has 3 items/, '7'],
    ['{{ inputs.name < 3 }}', 'template_type', /compares two numbers or two strings/, 'inputs.name < 3'],
    ['{{ inputs.name + 3 }}', 'template_type', /not string and number/, 'inputs.name + 3'],
    ['{{ 1 / 0 }}', 'template_type', /division by zero/, '1 / 0'],
    ['a {{ inputs.tiles }}', 'template_type', /tojson/, 'inputs.tiles'],
    ['a {{ inputs.none }}', 'template_type', /default/, 'inputs.none'],
    ['{{ inputs.empty | first }}', 'template_type', /`first` takes an array with at least one item/, 'first'],
    ['{{ inputs.name | uper }}', 'template_syntax', /Did you mean `upper`\?/, 'uper'],
    ['{{ range(1000000000) }}', 'template_limit', /at most 100000 items/, 'range(1000000000)'],
    ['{{ inputs.name', 'template_syntax', /is not closed/, '{{'],
    ['{{ }}', 'template_syntax', /an expression is missing/, ''],
    ['{{ 1 + }}', 'template_syntax', /a value is expected/, ''],
    ['{{ "abc }}', 'template_syntax', /not closed/, '"'],
    ['{% for i in range(9) %}x{% endfor %}', 'template_syntax', /not part of the language/, '{%'],
    ['{{ -1e400 }}', 'template_syntax', /^`1e400` is too large for a number$/, '1e400'],
    ['{{ inputs.constructor }}', 'template_forbidden', /`constructor` is refused/, 'constructor'],
    ['{{ inputs["__proto__"] }}', 'template_forbidden', /`__proto__` is refused/, '"__proto__"'],
    ['{{ {"prototype": 1} }}', 'template_forbidden', /`prototype` is refused/, '"prototype"'],
    [deep, 'template_limit', /nests at most 64 deep/, '('],
  ];
  for (const [template, code, message, place] of cases) {
    it(`${template.slice(0, 40)} → ${code}`, () => {
      assert.throws(
        () => evaluate(template),
        (error) => {
          assert.ok(error instanceof TemplateError, String(error));
          assert.equal(error.code, code);
          assert.match(error.message, message);
          assert.equal(template.slice(error.span.start, error.span.end), place);
          return true;
        },
      );
    });
  }
});

describe('evaluation is bounded', () => {
  it('refuses a template that is too long', () => {
    assert.throws(() => parseTemplate(`{{ ${'1+'.repeat(10_000)}1 }}`), { code: 'template_limit' });
  });
  it('refuses a chain that would need a deep stack', () => {
    assert.throws(() => parseTemplate(`{{ a${'.a'.repeat(5_000)} }}`), { code: 'template_limit' });
  });
  it('stops a template that works too long, before it does', () => {
    const chain = `{{ range(100000)${' | reverse'.repeat(100)} | length }}`;
    assert.throws(() => evaluate(chain), { code: 'template_limit', message: /one node may do 3,000,000 units/ });
    const compared = `{{ ${Array.from({ length: 9 }, () => '(range(100000) == range(100000))').join(' and ')} }}`;
    assert.throws(() => evaluate(compared), { code: 'template_limit' });
    assert.equal(evaluate('{{ range(100000) | reverse | sort | unique | length }}'), 100_000);
  });
  it('refuses a text that would be too long, before it is made', () => {
    const scope = scopeOf({ s: 'x'.repeat(1_000), long: 'y'.repeat(600_000) });
    const tooLong = { code: 'template_type', message: /a text has at most 1048576 characters$/ };
    const templates = [
      "{{ range(3000) | join(s | replace('x', 'xxxxxxxxxx')) | length }}",
      "{{ range(100000) | join(range(1000) | join('xxxx')) | length }}",
      "{{ s | replace('x', s) | replace('x', s) }}",
      '{{ long ~ long }}',
      '{{ long + long }}',
      '{{ [long, long] | join }}',
      '{{ long }}{{ long }}',
      '{{ long }}'.repeat(1_000),
    ];
    const started = performance.now();
    for (const template of templates) assert.throws(() => render(template, scope), tooLong, template.slice(0, 60));
    assert.ok(performance.now() - started < 20_000);
    assert.equal(render("{{ s | replace('xx', 'yyy') | length }}", scope), 1_500);
    assert.equal(render("{{ 'aaa' | replace('aa', '') ~ ('b' | replace('a', 1)) }}", scope), 'ab');
  });
  it('looks no further into a value that is mentioned again and again than it may', () => {
    const scope = scopeOf({ items: Array.from({ length: 100_000 }, (_, index) => index) });
    const started = performance.now();
    assert.throws(() => render(`{{ [${'items,'.repeat(400)} 1] | unique }}`, scope), { code: 'template_limit' });
    assert.ok(performance.now() - started < 20_000);
  });
  it('counts all templates of a node together, and those of an item by itself', () => {
    const scope = scopeOf({}, new Meter('run').part('node'));
    const costly = '{{ range(90000) | length }}';
    assert.deepEqual(render([costly, costly], scope), [90_000, 90_000]);
    const ofItem = withNames(scope, {}, scope.meter.part('item'));
    assert.throws(() => render([costly, costly], ofItem), { message: /one item may do 100,000 units/ });
    assert.equal(render(costly, withNames(scope, {}, scope.meter.part('item'))), 90_000);
  });
  it('counts all nodes of a run together', () => {
    const run = new Meter('run');
    const node = () => render('{{ range(100000) | sum }}', scopeOf({}, run.part('node')));
    const most = Array.from({ length: 40 }, node);
    assert.equal(most.length, 40);
    assert.throws(() => Array.from({ length: 60 }, node), { message: /one run may do 10,000,000 units/ });
  });
  it('does not see what is inherited', () => {
    for (const name of ['toString', 'hasOwnProperty', 'valueOf']) {
      assert.throws(() => evaluate(`{{ inputs.${name} }}`), { code: 'template_undefined' });
    }
  });
  it('has no inherited filters', () => {
    assert.throws(() => evaluate('{{ inputs | toString }}'), { code: 'template_syntax' });
  });
});

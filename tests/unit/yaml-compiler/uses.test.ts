import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, millisecondsOf, placesOf, withNodes } from './support.ts';

const GREET = `workflow_id: greet
version: 1
inputs: { name: { type: string, max_length: 5 }, times: { type: integer, default: 1 } }
nodes:
  say: { handler: echo, params: { name: "{{ inputs.name }}" } }
outputs: { greeting: "Hello, {{ inputs.name }}", steps: "{{ nodes.say.output.steps_taken }}" }
`;
const others = { greet: GREET };
const asking = {
  ask: withNodes('  a: { handler: echo }\n  ok: { type: approval, message: Well?, depends_on: a }', 'ask'),
};
const using = (inputs: string, rest = '') => withNodes(`  g: { uses: greet, inputs: ${inputs} }${rest}`);

const FAULTS: [string, string, Record<string, string>, string, RegExp][] = [
  ['no such spec', withNodes('  g: { uses: gret }'), others, '4:14 unknown-spec', /Did you mean `greet`/],
  [
    'an input too few',
    using('{ times: 2 }'),
    others,
    '4:21 missing-input',
    /`greet` must give the input `name` \(string\)/,
  ],
  ['no inputs at all', withNodes('  g: { uses: greet }'), others, '4:14 missing-input', /`name`/],
  ['an input too many', using('{ name: a, nme: b }'), others, '4:40 unknown-input', /Did you mean `name`/],
  ['an input of a wrong type', using('{ name: 5 }'), others, '4:37 invalid-input', /must be of type string/],
  ['an input beyond its limits', using('{ name: Ferdinand }'), others, '4:37 invalid-input', /at most 5/],
  ['a template of a wrong type', using('{ name: "{{ 1 + 1 }}" }'), others, '4:41 invalid-input', /it is 2/],
  [
    'an output that the spec does not have',
    using('{ name: a }', '\n  b: { handler: echo, params: { x: "{{ nodes.g.output.greting }}" } }'),
    others,
    '5:55 unknown-output-field',
    /Did you mean `greeting`/,
  ],
  [
    'an output of another type than is wanted',
    using('{ name: a }', '\n  b: { handler: echo, params: { steps: "{{ nodes.g.output.greeting }}" } }'),
    others,
    '5:44 invalid-param',
    /it is string, and integer is expected/,
  ],
  [
    'a spec with errors',
    withNodes('  g: { uses: bad }'),
    { bad: withNodes('  a: { handler: ecko }\n  b: { handler: ecko }', 'bad') },
    '4:14 broken-spec',
    /`bad` has 2 errors. The first: bad.yaml:4:17 error unknown-handler/,
  ],
  [
    'a spec under another name',
    withNodes('  g: { uses: alias }'),
    { alias: GREET.replace('name: { type: string, max_length: 5 }, ', '').replaceAll('{{ inputs.name }}', 'x') },
    '4:14 broken-spec',
    /calls itself `greet`/,
  ],
  ['itself', withNodes('  g: { uses: x }'), {}, '4:14 uses-cycle', /x → x/],
  [
    'a circle',
    withNodes('  g: { uses: y }'),
    { y: withNodes('  g: { uses: z }', 'y'), z: withNodes('  g: { uses: x }', 'z') },
    '4:14 uses-cycle',
    /x → y → z → x/,
  ],
  [
    'a circle below',
    withNodes('  g: { uses: y }'),
    { y: withNodes('  g: { uses: z }', 'y'), z: withNodes('  g: { uses: y }', 'z') },
    '4:14 uses-cycle',
    /y → z → y/,
  ],
  [
    'a spec with an approval',
    withNodes('  g: { uses: ask }'),
    asking,
    '4:14 uses-approval',
    /^`ok` of `ask` is an approval.* Put it into the spec that the job runs, before or after the use\.$/,
  ],
  [
    'a spec that uses one with an approval',
    withNodes('  g: { uses: above }'),
    { ...asking, above: withNodes('  deep: { uses: ask }', 'above') },
    '4:14 uses-approval',
    /^`ok` of `ask` is an approval/,
  ],
  [
    'a spec with an approval for the items of a fan-out',
    withNodes('  f: { type: fan_out, source: [1], task: { uses: ask } }'),
    asking,
    '4:50 uses-approval',
    /^`ok` of `ask` is an approval/,
  ],
  [
    'a spec for the items of a fan-out that is not there',
    withNodes('  f: { type: fan_out, source: [1], task: { uses: gret } }'),
    others,
    '4:50 unknown-spec',
    /Did you mean `greet`/,
  ],
  [
    'an item that does not fit an input',
    withNodes('  f: { type: fan_out, source: [1], task: { uses: greet, inputs: { name: "{{ item }}" } } }'),
    others,
    '4:77 invalid-input',
    /it is integer, and string is expected/,
  ],
];

describe('each fault of a use has its diagnostic', () => {
  for (const [what, source, specs, place, message] of FAULTS) {
    it(`${what}: ${place}`, () => {
      const { plan, diagnostics } = compileText(source, specs);
      assert.equal(plan, undefined);
      assert.deepEqual(placesOf(source, specs), [place], diagnostics.map((d) => d.message).join('\n'));
      assert.match(diagnostics[0]?.message ?? '', message);
    });
  }
});

/** Specs l1 to l<n>, each of which uses the next. */
function levels(count: number): Record<string, string> {
  const entries = Array.from({ length: count }, (_, index) => {
    const node = index + 1 < count ? `  g: { uses: l${index + 2} }` : '  a: { handler: echo }';
    return [`l${index + 1}`, withNodes(node, `l${index + 1}`)];
  });
  return Object.fromEntries(entries);
}

describe('nesting', () => {
  it('goes eight deep', () => {
    const { plan, diagnostics } = compileText(withNodes('  g: { uses: l1 }'), levels(7));
    assert.deepEqual(diagnostics, []);
    assert.equal(plan?.uses?.l1?.uses?.l2?.uses?.l3?.workflow_id, 'l3');
  });

  it('goes no deeper', () => {
    assert.deepEqual(placesOf(withNodes('  g: { uses: l1 }'), levels(8)), ['4:14 uses-depth']);
  });

  it('is counted where a spec is met again lower down', () => {
    const specs = {
      ...levels(5),
      a: withNodes('  g: { uses: b }', 'a'),
      b: withNodes('  g: { uses: c }', 'b'),
      c: withNodes('  g: { uses: l1 }', 'c'),
    };
    assert.deepEqual(placesOf(withNodes('  one: { uses: l1 }\n  two: { uses: a }'), specs), ['5:16 uses-depth']);
  });
});

describe('the size of a plan', () => {
  const fat = (id: string) => withNodes(`  a: { handler: echo, params: { x: "${'x'.repeat(400_000)}" } }`, id);

  it('counts the plans in it', () => {
    const specs = { a: fat('a'), b: fat('b'), c: fat('c') };
    assert.ok(compileText(withNodes('  a: { uses: a }\n  b: { uses: b }'), specs).plan);
    assert.deepEqual(placesOf(withNodes('  a: { uses: a }\n  b: { uses: b }\n  c: { uses: c }'), specs), [
      '3:1 plan-too-large',
    ]);
  });

  it('is told in time where every level doubles it', () => {
    const level = (index: number) =>
      withNodes(
        `  a: { uses: l${index + 1} }\n${Array.from({ length: 7 }, (_, i) => `  b${i}: { uses: m${index + 1}_${i} }`).join('\n')}`,
        `l${index}`,
      );
    const specs: Record<string, string> = { l8: withNodes('  a: { handler: echo }', 'l8') };
    for (let index = 1; index < 8; index++) {
      specs[`l${index}`] = level(index);
      for (let twin = 0; twin < 7; twin++)
        specs[`m${index}_${twin}`] = level(index).replace(`workflow_id: l${index}`, `workflow_id: m${index}_${twin}`);
    }
    for (let twin = 0; twin < 7; twin++) specs[`m8_${twin}`] = withNodes('  a: { handler: echo }', `m8_${twin}`);
    let compiled = compileText('');
    const took = millisecondsOf(() => {
      compiled = compileText(specs.l1 as string, specs);
    });
    assert.ok(took < 20_000, `${took} ms`);
    assert.equal(compiled.plan, undefined);
  });
});

describe('the types of what a spec gives', () => {
  it('may be null where the spec may end early', () => {
    const early = GREET.replace('echo, params', 'echo, complete_when: "{{ output.steps_taken == 0 }}", params');
    const source = using(
      '{ name: a }',
      '\n  b: { handler: echo, params: { x: "{{ nodes.g.output.greeting is none }}", steps: "{{ nodes.g.output.steps }}" } }',
    );
    assert.deepEqual(compileText(source, { greet: early }).diagnostics, []);
  });
});

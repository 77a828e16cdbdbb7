import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeCronFault } from '../../../src/yaml-compiler/check/schedule/cron.ts';
import { compileText, type FaultCase, placesOf, withNodes } from './support.ts';

const scheduled = (schedule: string) =>
  `schedule: { ${schedule} }\ninputs: { n: { type: integer, maximum: 9 }, t: { type: string, default: x } }\n` +
  withNodes('  a: { handler: echo }');

const FAULTS: FaultCase[] = [
  ['no cron', scheduled('inputs: { n: 1 }'), '1:1 missing-field', /`cron` is missing/],
  ['four fields', scheduled('cron: "0 3 * *", inputs: { n: 1 }'), '1:20 invalid-cron', /has 4 fields/],
  [
    'the second of two',
    scheduled('cron: ["0 3 * * *", "0 25 * * *"], inputs: { n: 1 }'),
    '1:34 invalid-cron',
    /`25` for a hour/,
  ],
  [
    'an unknown time zone',
    scheduled('cron: "0 3 * * *", timezone: Europe/Zurick, inputs: { n: 1 }'),
    '1:42 unknown-timezone',
    /Did you mean `Europe\/Zurich`/,
  ],
  [
    'an unknown overlap',
    scheduled('cron: "0 3 * * *", overlap: queue, inputs: { n: 1 }'),
    '1:41 invalid-value',
    /skip, buffer_one/,
  ],
  [
    'a short catch-up window',
    scheduled('cron: "0 3 * * *", catch_up_window: 5s, inputs: { n: 1 }'),
    '1:49 invalid-value',
    /at least 10s/,
  ],
  ['a required input that is not given', scheduled('cron: "0 3 * * *"'), '1:1 missing-input', /`n` \(integer\)/],
  [
    'an input that does not fit',
    scheduled('cron: "0 3 * * *", inputs: { n: 10 }'),
    '1:45 invalid-input',
    /must be at most 9/,
  ],
  [
    'an input that is not declared',
    scheduled('cron: "0 3 * * *", inputs: { n: 1, tt: y }'),
    '1:48 unknown-input',
    /Did you mean `t`/,
  ],
  ['a template', scheduled('cron: "0 3 * * *", inputs: { n: 1, t: "{{ 1 }}" }'), '1:52 invalid-value', /plain values/],
];

describe('each fault of a schedule has its diagnostic', () => {
  for (const [what, source, place, message] of FAULTS) {
    it(`${what}: ${place}`, () => {
      const { diagnostics } = compileText(source);
      assert.deepEqual(placesOf(source), [place], diagnostics.map((d) => d.message).join('\n'));
      assert.match(diagnostics[0]?.message ?? '', message);
    });
  }
});

describe('cron expressions', () => {
  for (const good of [
    '* * * * *',
    '*/15 0-6,22-23 1,15 * mon-fri',
    '5/10 3 * jan-mar 0',
    '0 0 29 feb 7',
    '0 0 31 1,2 *',
    '  0   3 * * *  ',
  ]) {
    it(`${good} is one`, () => assert.equal(describeCronFault(good), undefined));
  }

  const BAD: [string, RegExp][] = [
    ['', /has 1 fields/],
    ['@daily', /has 1 fields/],
    ['0 0 3 * * *', /has 6 fields/],
    ['60 * * * *', /`60` for a minute: 0 to 59/],
    ['* 24 * * *', /`24` for a hour/],
    ['* * 0 * *', /`0` for a day of month: 1 to 31/],
    ['* * * 13 *', /`13` for a month/],
    ['* * * * 8', /`8` for a day of week: 0 to 7, or names such as mon/],
    ['*/0 * * * *', /`\*\/0`/],
    ['5-1 * * * *', /`5-1`/],
    ['1-2-3 * * * *', /`1-2-3`/],
    ['1, * * * *', /`` for a minute/],
    ['L * * * *', /`L`/],
    ['* * * * mon#2', /`mon#2`/],
    ['a b c d e', /`a`/],
    ['0 0 30 2 *', /never comes/],
    ['0 0 31 4,6 *', /never comes/],
  ];
  for (const [bad, reason] of BAD) {
    it(`${bad || '(nothing)'} is none`, () => assert.match(describeCronFault(bad) ?? '', reason));
  }
});

describe('time zones', () => {
  const codesOf = (timezone: string) =>
    compileText(
      scheduled(`cron: "0 3 * * *", inputs: { n: 1 }, timezone: ${JSON.stringify(timezone)}`),
    ).diagnostics.map(({ code }) => code);
  for (const good of ['UTC', 'Europe/Zurich', 'America/Argentina/Buenos_Aires', 'US/Eastern']) {
    it(`${good} is one`, () => assert.deepEqual(codesOf(good), []));
  }
  for (const bad of ['utc', 'europe/zurich', '+01:00', 'Mars/Phobos', '../etc/passwd']) {
    it(`${bad} is none`, () => assert.deepEqual(codesOf(bad), ['unknown-timezone']));
  }
});

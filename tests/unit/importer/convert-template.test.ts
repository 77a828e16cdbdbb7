import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TemplateNames } from '../../../src/importer/template/context.ts';
import { ITEM_NAMES } from '../../../src/importer/template/context.ts';
import { convertTemplate } from '../../../src/importer/template/convert-template.ts';

const NAMES: TemplateNames = {
  inputs: new Map([
    ['size', 'size'],
    ['maybe', 'maybe'],
    ['blobName', 'blob_name'],
    ['keep', 'keep'],
  ]),
  nodes: new Map([
    ['a', 'a'],
    ['makeCog', 'make_cog'],
  ]),
  optionalInputs: new Set(['maybe']),
  booleanInputs: new Set(['keep']),
};

test('templates of old: what means the same stays to the letter', () => {
  for (const text of [
    'no template',
    '{{ inputs.size }}',
    '{{inputs.size}}',
    '{{ nodes.a.output.path }}',
    "{{ nodes.a.output.x | default('', true) }}",
    "{{ (inputs.size + 1) * 2 if inputs.size > 3 else 'small' }}",
    "{{ {'a': [inputs.size, none]} }}",
    '{{ inputs.size not in [1, 2] and nodes.a.output.ok is not none }}',
    "{{ inputs.size | string | upper }}-{{ nodes.a.output.list | join(', ') }}",
  ]) {
    assert.deepEqual(convertTemplate(text, NAMES), { text, fault: undefined, doubts: [] });
  }
});

test('templates of old: what is written otherwise here', () => {
  const cases: [string, string][] = [
    ['{{- inputs.size -}}', '{{ inputs.size }}'],
    ['a {{- inputs.size -}} b', 'a{{ inputs.size }}b'],
    ['{# why #}{{ inputs.size }}', '{{ inputs.size }}'],
    ['{{ inputs.blobName }}', '{{ inputs.blob_name }}'],
    ["{{ inputs['blobName'] }}", '{{ inputs.blob_name }}'],
    ['{{ nodes.makeCog.output.x }}', '{{ nodes.make_cog.output.x }}'],
    ["{{ nodes.a.output.x | d('') }}", "{{ nodes.a.output.x | default('') }}"],
    ['{{ nodes.a.output.x | count }}', '{{ nodes.a.output.x | length }}'],
    ["{{ nodes.a.output.x | map(attribute='id') | list }}", "{{ nodes.a.output.x | map('id') }}"],
    ['{{ (nodes.a.output.x) | list | length }}', '{{ (nodes.a.output.x) | length }}'],
    [
      "{{ nodes.a.output.x | selectattr('kind', 'equalto', 'tif') }}",
      "{{ nodes.a.output.x | selectattr('kind', 'tif') }}",
    ],
    ["{{ nodes.a.output.x | default('', boolean=true) }}", "{{ nodes.a.output.x | default('', true) }}"],
    ['{{ nodes.a.output.x is sequence }}', '{{ nodes.a.output.x is array }}'],
    ['{{ inputs.maybe is defined }}', '{{ inputs.maybe is not none }}'],
    ['{{ inputs.maybe is not defined }}', '{{ inputs.maybe is none }}'],
    ['{{ inputs.maybe is undefined }}', '{{ inputs.maybe is none }}'],
    ["{{ inputs.maybe | default('x') }}", "{{ (inputs.maybe if inputs.maybe is not none else 'x') }}"],
    ['{{ inputs.maybe|default }}', "{{ (inputs.maybe if inputs.maybe is not none else '') }}"],
    ['{{ nodes.a.output.x | default }}', "{{ nodes.a.output.x | default('') }}"],
    ['{{ nodes.a.output.x|d() }}', "{{ nodes.a.output.x|default('') }}"],
    ["{{ inputs.maybe | default('x') | upper }}", "{{ (inputs.maybe if inputs.maybe is not none else 'x') | upper }}"],
    ['to {{ inputs.maybe }}', "to {{ inputs.maybe | default('', true) }}"],
  ];
  for (const [old, text] of cases) {
    const converted = convertTemplate(old, NAMES);
    assert.deepEqual(
      { ...converted, text: converted.text.replace(/\{\{\s*/g, '{{ ').replace(/\s*\}\}/g, ' }}') },
      { text, fault: undefined, doubts: [] },
    );
  }
});

test('templates of old: what cannot be carried over is named and stays as it is', () => {
  const cases: [string, RegExp][] = [
    ['{% if inputs.size %}a{% endif %}', /`\{%` is not part of the language/],
    ['{{ inputs.size', /not closed/],
    ['{{ job_id }}', /`job_id` is not a name/],
    ['{{ item }}', /`item` is not a name/],
    ['{{ inputs.other }}', /no `inputs\.other`/],
    ['{{ nodes.start.output.x }}', /no `nodes\.start`/],
    ['{{ inputs.size | filesizeformat }}', /no filter `filesizeformat`/],
    ['{{ inputs.size | constructor }}', /no filter `constructor`/],
    ['{{ inputs.size | int(0) }}', /`int` takes fewer arguments/],
    ['{{ nodes.a.output.x | sort(reverse=true) }}', /`=` cannot be read/],
    ['{{ inputs.size is divisibleby }}', /no test `is divisibleby`/],
    ['{{ now() }}', /no function `now`/],
    ['{{ inputs.blobName.lower() }}', /./],
    ['{{ nodes.__proto__ }}', /refused/],
  ];
  for (const [old, fault] of cases) {
    const converted = convertTemplate(old, NAMES);
    assert.equal(converted.text, old);
    assert.match(converted.fault ?? '', fault, old);
  }
  assert.equal(convertTemplate('{{ item.id }}-{{ index }}', NAMES, ITEM_NAMES).fault, undefined);
});

test('templates of old: what Python writes otherwise is told', () => {
  const cases: [string, RegExp[]][] = [
    ['{{ 6 / 2 }}', []],
    ['{{ 6 / 2 }} km', [/was 3\.0/]],
    ['{{ inputs.size | round }}', [/was 2\.0/]],
    ['about {{ (inputs.size / 2) | round(1) }}', [/was 2\.0/, /was 3\.0/]],
    ['{{ inputs.keep }}', []],
    ['keep={{ inputs.keep }}', [/True/]],
    ['keep={{ inputs.keep | default(false) }}', [/True/]],
    ['big={{ inputs.size > 3 }}', [/True/]],
    ["big={{ 'yes' if inputs.keep else 'no' }}", []],
    ['{{ inputs.size }} and {{ inputs.size // 2 }}', []],
  ];
  for (const [text, doubts] of cases) {
    const converted = convertTemplate(text, NAMES);
    assert.equal(converted.doubts.length, doubts.length, `${text}: ${converted.doubts}`);
    for (const [index, doubt] of doubts.entries()) assert.match(converted.doubts[index] ?? '', doubt, text);
  }
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { specJsonSchema } from '../../../src/yaml-compiler/spec/json-schema.ts';
import { specIdsOf } from '../../../src/yaml-compiler/uses/spec-sources.ts';

const folder = new URL('../../../workflows/', import.meta.url);
const shipped = specIdsOf(readdirSync(folder)).map((id) => [id, readFileSync(new URL(`${id}.yaml`, folder), 'utf8')]);
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(specJsonSchema());

describe('the specs that ship', () => {
  for (const [id, text = ''] of shipped) {
    it(`${id} fits the JSON Schema for editors, and names it`, () => {
      assert.ok(validate(load(text)), JSON.stringify(validate.errors));
      assert.equal(text.split('\n')[0], '# yaml-language-server: $schema=../schemas/workflow-spec.schema.json');
    });
  }
});

describe('the schema for editors', () => {
  const accepts = (node: string) => validate(load(`{ workflow_id: x, version: 1, nodes: { a: ${node} } }`));

  const GOOD = [
    '{ handler: echo }',
    '{ uses: other, inputs: { a: 1 } }',
    '{ type: fan_out, source: [1], task: { handler: echo }, on_failure: { tolerate: 2.5% }, chunk: { size: auto } }',
    '{ type: fan_out, source: "{{ inputs.l }}", task: { uses: other } }',
    '{ type: fan_in, from: b, aggregation: merge }',
    '{ type: approval, message: ok?, timeout: 24h }',
    '{ type: sleep, duration: 10m, complete_when: { when: "{{ true }}", reason: enough } }',
    '{ type: conditional, branches: [{ name: a, default: true, next: b }] }',
  ];
  for (const node of GOOD) it(`takes ${node}`, () => assert.ok(accepts(node), JSON.stringify(validate.errors)));

  const BAD = [
    '{ handler: echo, retries: 3 }',
    '{ handler: echo, uses: other }',
    '{ handler: echo, timeout: 5 min }',
    '{ type: fan_out, task: { handler: echo } }',
    '{ type: fan_out, source: [1] }',
    '{ type: fan_out, source: [1], task: { handler: echo }, max_concurrency: 0 }',
    '{ type: fan_out, source: [1], task: { handler: echo }, on_failure: { tolerate: 101% } }',
    '{ type: fan_in, from: b, aggregation: average }',
    '{ type: approval }',
    '{ type: nap }',
    '{ type: conditional, branches: [] }',
  ];
  for (const node of BAD) it(`refuses ${node}`, () => assert.equal(accepts(node), false));

  it('describes the fields, for editors to show', () => {
    const text = JSON.stringify(specJsonSchema());
    assert.match(text, /Which handler does the work/);
    assert.match(text, /How many items travel in one activity/);
  });
});

import type { JsonObject } from '../../src/plan/json.ts';

export interface Shape {
  name: string;
  rounds: number;
  /** YAML. */
  spec: string;
  /** Arguments of the hand-written workflow that runs one item an activity, with what each is sent. */
  single?: [layers: number[], window: number, params?: JsonObject];
  /** Of the one that runs chunks. */
  chunked?: [items: number, size: number];
  /** Run on a worker of its own, whose memory is measured. */
  fresh_worker?: boolean;
}

const SLOW = { steps: 1, step_delay: 0.2 };

export const SHAPES: readonly Shape[] = [
  { name: '1 node', rounds: 21, spec: layered([1]), single: [[1], 1] },
  { name: '8-node diamond', rounds: 21, spec: layered([1, 6, 1]), single: [[1, 6, 1], 6] },
  { name: '30 nodes in parallel', rounds: 31, spec: layered([30]), single: [[30], 30] },
  { name: '300 nodes in parallel', rounds: 5, spec: layered([300]), single: [[300], 300] },
  { name: '30 items, one by one', rounds: 31, spec: fannedOut(30, 1), single: [[30], 30] },
  { name: '300 items, one by one', rounds: 9, spec: fannedOut(300, 1), single: [[300], 100] },
  { name: '1,000 items, one by one', rounds: 5, spec: fannedOut(1_000, 1), single: [[1_000], 100] },
  { name: '30 items', rounds: 15, spec: fannedOut(30), single: [[30], 30] },
  { name: '300 items', rounds: 9, spec: fannedOut(300), single: [[300], 100], chunked: [300, 50] },
  { name: '1,000 items', rounds: 5, spec: fannedOut(1_000), single: [[1_000], 100], chunked: [1_000, 50] },
  { name: '30 items of 200 ms', rounds: 3, spec: slow(30), single: [[30], 30, SLOW] },
  { name: '300 items of 200 ms', rounds: 3, spec: slow(300), single: [[300], 100, SLOW] },
  { name: '10,000 items, one by one', rounds: 1, spec: fannedOut(10_000, 1), single: [[10_000], 100] },
  { name: '10,000 items', rounds: 3, spec: fannedOut(10_000), chunked: [10_000, 100], fresh_worker: true },
  { name: '100,000 items', rounds: 3, spec: fannedOut(100_000), chunked: [100_000, 500], fresh_worker: true },
];

function layered(layers: readonly number[]): string {
  const idsOf = (layer: number) => Array.from({ length: layers[layer] ?? 0 }, (_, index) => `n${layer}_${index}`);
  const nodes = layers.flatMap((_, layer) => {
    const after = layer > 0 ? `, depends_on: [${idsOf(layer - 1).join(', ')}]` : '';
    return idsOf(layer).map((id) => `  ${id}: { handler: echo, params: { message: hi }${after} }`);
  });
  return specOf(nodes);
}

function fannedOut(items: number, size?: number): string {
  const chunk = size === undefined ? '' : `, chunk: { size: ${size} }`;
  return specOf([
    `  each: { type: fan_out, source: "{{ range(${items}) }}"${chunk}, task: { handler: echo, params: { message: hi } } }`,
    '  all: { type: fan_in, from: each, aggregation: count }',
  ]);
}

function slow(items: number): string {
  const task = `task: { handler: echo, params: ${JSON.stringify(SLOW)} }`;
  return specOf([`  each: { type: fan_out, source: "{{ range(${items}) }}", ${task} }`]);
}

function specOf(nodes: readonly string[]): string {
  return `workflow_id: bench\nversion: 1\nnodes:\n${nodes.join('\n')}\n`;
}

import { z } from 'zod';
import * as field from './fields.ts';

/** Empty it would be taken for everything. */
function named<V extends z.ZodType>(values: V, key: z.ZodString) {
  return z
    .record(key, values)
    .refine((all) => Object.keys(all).length > 0, 'names nothing: name something, or leave the field out')
    .meta({ minProperties: 1 });
}

const fields = z.strictObject({
  nodes: z
    .array(field.nodeId)
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'Run these again, and what depends on them.' }),
  items: named(z.array(z.string()).min(1).max(10_000), field.nodeId)
    .optional()
    .meta({ description: 'Run these items again, by fan-out.', example: { tiles: ['tile-7'] } }),
  outputs: named(field.jsonValue, field.nodeId)
    .optional()
    .meta({ description: 'Outputs given by hand: these nodes count as completed. With the scope admin only.' }),
  item_outputs: named(named(field.jsonValue, z.string()), field.nodeId)
    .optional()
    .meta({
      description: 'The same of items of fan-outs, by node and key. With the scope admin only.',
      example: { tiles: { 'tile-9': { path: 'tiles/9.tif' } } },
    }),
});

/** A whole retry needs no body at all. */
export const retryBody = fields
  .check(({ value, issues }) => {
    for (const { path, message } of contradictions(value)) issues.push({ code: 'custom', input: value, path, message });
  })
  .prefault({})
  .meta({ id: 'RetryRequest', description: 'Nothing named: all that did not complete.' });

interface Contradiction {
  path: (string | number)[];
  message: string;
}

/** What is to run again and has its output given, or is to run again both as a whole and in part: one of them would be passed over. */
function* contradictions({ nodes = [], items = {}, outputs = {}, item_outputs = {} }: z.output<typeof fields>) {
  for (const [index, id] of nodes.entries()) {
    const other = Object.entries({ outputs, items, item_outputs }).find(([, byNode]) => Object.hasOwn(byNode, id));
    if (other) yield contradiction(['nodes', index], `the node ${id}`, other[0]);
  }
  for (const [id, keys] of Object.entries(items)) {
    const given = ownOf(item_outputs, id);
    for (const [index, key] of keys.entries()) {
      if (Object.hasOwn(given, key)) yield contradiction(['items', id, index], `the item ${key}`, 'item_outputs');
    }
  }
}

function contradiction(path: Contradiction['path'], what: string, other: string): Contradiction {
  return { path, message: `${what} is in ${other} too: leave it out of one of them` };
}

function ownOf<V extends object>(byNode: Readonly<Record<string, V>>, id: string): V | object {
  return Object.hasOwn(byNode, id) ? (byNode[id] ?? {}) : {};
}

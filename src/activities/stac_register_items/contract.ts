import { z } from 'zod';
import { defineContract } from '../contract.ts';
import { stacRegisterItemContract } from '../stac_register_item/contract.ts';

/** The whole catalogue waits while they are loaded, which takes seconds. */
const MOST_ITEMS = 2_000;

const { collection_id, create_collection, collection, ...ofItem } = stacRegisterItemContract.input.shape;

export const stacRegisterItemsContract = defineContract({
  name: 'stac_register_items',
  summary: 'Write many STAC 1.1 items into one collection of the catalogue at once, all of them or none.',
  input: z.strictObject({
    ...{ collection_id, create_collection, collection },
    items: z
      .array(z.strictObject(ofItem).nullable())
      .max(MOST_ITEMS)
      .describe(
        'Each as stac_register_item takes it, without what is of the collection. null is left out: a fan-in has it for an item that was skipped.',
      ),
  }),
  output: z.strictObject({
    collection_id: z.string(),
    collection_created: z.boolean().describe('Without items no collection is made.'),
    registered: z.int().nonnegative().describe('Items, the replaced ones among them.'),
    replaced: z.int().nonnegative().describe('Items that were registered before.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '5m',
  heartbeat: '20s',
  errors: {
    ...stacRegisterItemContract.errors,
    duplicate_item: 'Two of the items have the same id.',
  },
});

export type StacRegisterItemsInput = z.output<typeof stacRegisterItemsContract.input>;

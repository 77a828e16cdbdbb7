import type pg from 'pg';
import { type ItemBuilder, registerItems } from '../../catalog/register-items.ts';
import { FaultError } from '../../plan/fault.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { buildCollection } from '../stac_register_item/build-item.ts';
import type { StacRegisterItemInput } from '../stac_register_item/contract.ts';
import { type ItemBuilderServices, itemBuilder } from '../stac_register_item/item-builder.ts';
import { type StacRegisterItemsInput, stacRegisterItemsContract } from './contract.ts';

export interface StacRegisterItemsServices extends ItemBuilderServices {
  /** Of a role that may write into pgstac. */
  pool: pg.Pool;
}

type StacRegisterItems = Activity<typeof stacRegisterItemsContract.input, typeof stacRegisterItemsContract.output>;

/** Registering the same items twice leaves them once, as stac_register_item does. */
export function createStacRegisterItems(services: StacRegisterItemsServices): StacRegisterItems {
  return {
    contract: stacRegisterItemsContract,
    run: async (input, context) => {
      const { collection_id, create_collection } = input;
      const items = itemsOf(input);
      const [first] = items;
      if (first === undefined) return { collection_id, collection_created: false, registered: 0, replaced: 0 };
      const build = itemBuilder(services, context.job_id);
      const builders = new Map(items.map((item) => [item.item_id, namingItem(item.item_id, build(item))]));
      if (builders.size < items.length) throw duplicates(items);
      const { collection_created, replaced } = await withPulse(context, () =>
        registerItems(services.pool, {
          ...{ collection_id, job_id: context.job_id, builders },
          ...(create_collection && { missingCollection: buildCollection(first) }),
        }),
      );
      return { collection_id, collection_created, registered: items.length, replaced };
    },
  };
}

function itemsOf({ collection_id, collection, items }: StacRegisterItemsInput): StacRegisterItemInput[] {
  return items.flatMap((item) => (item === null ? [] : [{ ...item, collection_id, collection }]));
}

/** Of many items a fault says which it is of. */
function namingItem(item_id: string, build: ItemBuilder): ItemBuilder {
  return (replaced) => {
    try {
      return build(replaced);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      const { message, detail, ...fault } = error.fault;
      throw new FaultError({ ...fault, message: `Item ${item_id}: ${message}`, detail: { ...detail, item_id } });
    }
  };
}

function duplicates(items: readonly StacRegisterItemInput[]): FaultError {
  const ids = items.map(({ item_id }) => item_id);
  const [twice] = ids.filter((id, place) => ids.indexOf(id) < place);
  const message = `Two of the items have the id ${twice}. Give each an id of its own.`;
  return new FaultError({ code: 'duplicate_item', message, detail: { item_id: twice ?? null } });
}

import type pg from 'pg';
import { registerItems } from '../../catalog/register-items.ts';
import { STAC_VERSION } from '../../catalog/stac.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { buildCollection, placeOf } from './build-item.ts';
import { stacRegisterItemContract } from './contract.ts';
import { type ItemBuilderServices, itemBuilder } from './item-builder.ts';

export interface StacRegisterItemServices extends ItemBuilderServices {
  /** Of a role that may write into pgstac. */
  pool: pg.Pool;
}

type StacRegisterItem = Activity<typeof stacRegisterItemContract.input, typeof stacRegisterItemContract.output>;

/** Registering the same item twice leaves one: ids name it, and what it was first registered with stays. */
export function createStacRegisterItem(services: StacRegisterItemServices): StacRegisterItem {
  const { pool, store } = services;
  return {
    contract: stacRegisterItemContract,
    run: async (input, context) => {
      const { cog, collection_id, item_id } = input;
      const build = itemBuilder(services, context.job_id);
      // It may wait for others who load into the collection: a worker that dies meanwhile is to be missed soon.
      const { items, collection_created, replaced } = await withPulse(context, () =>
        registerItems(pool, {
          collection_id,
          job_id: context.job_id,
          ...(input.create_collection && { missingCollection: buildCollection(input) }),
          builders: new Map([[item_id, build(input)]]),
        }),
      );
      const datetime = items[0]?.properties.datetime;
      return {
        collection_id,
        item_id,
        stac_version: STAC_VERSION,
        bbox: placeOf(input).bbox,
        datetime: typeof datetime === 'string' ? datetime : null,
        asset_href: store.url({ container_name: cog.container_name, blob_name: cog.blob_name }),
        collection_created,
        replaced: replaced === 1,
      };
    },
  };
}

import type pg from 'pg';
import { registerItem } from '../../catalog/register-item.ts';
import { STAC_VERSION } from '../../catalog/stac.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { buildCollection, buildItem } from './build-item.ts';
import { stacRegisterItemContract } from './contract.ts';

export interface StacRegisterItemServices {
  /** Of a role that may write into pgstac. */
  pool: pg.Pool;
  store: Pick<BlobStore, 'url'>;
  software_version: string;
}

type StacRegisterItem = Activity<typeof stacRegisterItemContract.input, typeof stacRegisterItemContract.output>;

/** Registering the same item twice leaves one: ids name it, and what it was first registered with stays. */
export function createStacRegisterItem({ pool, store, software_version }: StacRegisterItemServices): StacRegisterItem {
  return {
    contract: stacRegisterItemContract,
    run: async (input, context) => {
      const { cog, collection_id, item_id } = input;
      const href = store.url({ container_name: cog.container_name, blob_name: cog.blob_name });
      const now = new Date().toISOString();
      // It may wait for others who load into the collection: a worker that dies meanwhile is to be missed soon.
      const { item, collection_created, replaced } = await withPulse(context, () =>
        registerItem(pool, {
          collection_id,
          item_id,
          job_id: context.job_id,
          ...(input.create_collection && { missingCollection: buildCollection(input) }),
          build: (existing) =>
            buildItem(input, {
              href,
              urlOf: (blob) => store.url(blob),
              now,
              software_version,
              job_id: context.job_id,
              replaced: existing,
            }),
        }),
      );
      const { datetime } = item.properties;
      return {
        collection_id,
        item_id,
        stac_version: STAC_VERSION,
        bbox: item.bbox,
        datetime: typeof datetime === 'string' ? datetime : null,
        asset_href: href,
        collection_created,
        replaced,
      };
    },
  };
}

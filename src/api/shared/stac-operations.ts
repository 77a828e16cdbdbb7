import { defineOperation } from './operation.ts';
import { signedHref, stacAssetParams } from './schemas/stac.ts';

/** What the gateway forwards of the STAC API: it has no identity at the storage. */
export const signStacAsset = defineOperation({
  method: 'get',
  tag: 'STAC',
  scope: null,
  by_identity: true,
  no_store: true,
  operation_id: 'signStacAsset',
  summary: 'An address to read the blob of a StacAsset from',
  description:
    'For whoever may see the item. The hrefs of items are stable and have no signature; this one has, and is good for some ' +
    'minutes, for reading, and for this blob alone.',
  params: stacAssetParams,
  reply: { status: 200, description: 'The address, and until when it is good.', schema: signedHref },
  problems: ['item_not_found', 'stac_asset_not_found', 'stac_asset_not_signable', 'storage_unavailable'],
});

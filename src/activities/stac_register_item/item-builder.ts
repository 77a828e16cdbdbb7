import type { ItemBuilder } from '../../catalog/register-items.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { buildItem } from './build-item.ts';
import type { StacRegisterItemInput } from './contract.ts';

export interface ItemBuilderServices {
  store: Pick<BlobStore, 'url'>;
  software_version: string;
}

/** Of items that the job registers from now on. */
export function itemBuilder({ store, software_version }: ItemBuilderServices, job_id: string) {
  const now = new Date().toISOString();
  const urlOf: BlobStore['url'] = (blob) => store.url(blob);
  return (input: StacRegisterItemInput): ItemBuilder =>
    (replaced) =>
      buildItem(input, { urlOf, job_id, software_version, now, replaced });
}

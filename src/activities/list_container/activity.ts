import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import type { PageReader } from '../container/page-reader.ts';
import { withPulse } from '../pulse.ts';
import { listContainerContract } from './contract.ts';
import { Listing } from './listing.ts';

export interface ListContainerServices {
  store: BlobStore;
  /** For `blob_metadata`. */
  pages: PageReader;
  /** Blobs that the storage is asked for at once. */
  page_size?: number;
}

type ListContainer = Activity<typeof listContainerContract.input, typeof listContainerContract.output>;

/** Page after page until there are as many as are wanted. Of the pages nothing is kept but what matches. */
export function createListContainer({ store, pages, page_size }: ListContainerServices): ListContainer {
  return {
    contract: listContainerContract,
    run: (input, context) =>
      withPulse(context, async () => {
        const listing = new Listing(input, page_size);
        for (let request = listing.request; request !== undefined; request = listing.request) {
          const page = await store.listPage(input.container_name, request, context.signal);
          if (listing.take(page)) pages.keep(context.job_id, input.container_name, request, page);
        }
        const { blobs, ...figures } = listing.output();
        context.log.info(figures, 'Container:Listed');
        return { blobs, ...figures };
      }),
  };
}

import { FaultError } from '../../plan/fault.ts';
import type { BlobProperties, BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import type { PageReader } from '../container/page-reader.ts';
import { pageOfToken } from '../container/page-token.ts';
import { requireSource } from '../raster/require-source.ts';
import { blobMetadataContract } from './contract.ts';

export interface BlobMetadataServices {
  store: BlobStore;
  /** The same as that of `list_container`. */
  pages: PageReader;
}

type BlobMetadata = Activity<typeof blobMetadataContract.input, typeof blobMetadataContract.output>;

/** By a listing where the blob was on one with many others, so that these are not asked for one by one; else by itself. */
export function createBlobMetadata({ store, pages }: BlobMetadataServices): BlobMetadata {
  return {
    contract: blobMetadataContract,
    async run({ page, ...ref }, { job_id, signal }) {
      const { container_name, blob_name } = ref;
      store.requireInbound(container_name);
      const request = page ? pageOf(page) : undefined;
      const listed = request && (await pages.read(job_id, container_name, request)).get(blob_name);
      // Not there any more, or on another page by now.
      return outputOf(ref, listed ?? (await requireSource(store, { container_name, blob_name }, signal)));
    },
  };
}

function outputOf(ref: { container_name: string; blob_name: string }, found: BlobProperties) {
  const { size, etag, content_type, last_modified, md5, metadata } = found;
  const { container_name, blob_name } = ref;
  return { container_name, blob_name, size, etag, content_type, last_modified, md5, metadata };
}

/** @throws FaultError `invalid_page` */
function pageOf(token: string) {
  const request = pageOfToken(token);
  if (request) return request;
  const message =
    'What was given as page is none. Give that of the blob in the output of list_container, or leave it out.';
  throw new FaultError({ code: 'invalid_page', message });
}

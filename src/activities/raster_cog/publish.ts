import { creationOptions } from '../../geo/cog-options.ts';
import { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobProperties, BlobRef, StagedBlob } from '../../storage/blob-store.ts';
import { describeBands } from '../raster/describe-bands.ts';
import { together } from '../raster/together.ts';
import { CogSchema } from '../schemas/cog.ts';
import type { CogJob } from './activity.ts';
import type { RasterCogOutput } from './contract.ts';
import type { FetchedSource } from './fetch-source.ts';
import type { ProductPlan, ProductTag } from './plan-product.ts';
import type { VerifiedProduct } from './verify-product.ts';

export const COG_MEDIA_TYPE = 'image/tiff; application=geotiff; profile=cloud-optimized';

/** Blob metadata by which a later attempt knows the product as its own. */
const METADATA = {
  source: 'rhumbline_source_sha256',
  options: 'rhumbline_options_sha256',
  content: 'rhumbline_sha256',
} as const;

/** What it takes to publish a product. */
interface Publishing extends Pick<CogJob, 'store' | 'signal'> {
  input: { destination: BlobRef };
}

export async function findProduct({ store, input, signal }: Publishing): Promise<BlobProperties | undefined> {
  return store.head(input.destination, signal);
}

/** What a blob that is one of ours hashes to. */
export const contentHash = ({ metadata }: BlobProperties): string | undefined => metadata[METADATA.content];

/** True when a blob was made of the same source, and, where the tag says so, with the same options. */
export function isOurs({ metadata }: BlobProperties, tag: Partial<ProductTag>): boolean {
  if (metadata[METADATA.source] !== tag.source_sha256) return false;
  return tag.options_sha256 === undefined || metadata[METADATA.options] === tag.options_sha256;
}

/** @throws FaultError `blob_exists` when something else is at the destination */
export function refuseOther(found: BlobProperties | undefined, destination: BlobRef, tag: ProductTag): void {
  if (!found || isOurs(found, tag)) return;
  const message = `There is another blob at ${blobLabel(destination)}, made of another source or with other options, and it is not replaced. Choose another name for the product.`;
  throw new FaultError({ code: 'blob_exists', message });
}

/** Puts the product in its place, or finds that an attempt before did. */
export async function publish(
  job: CogJob,
  source: FetchedSource,
  plan: ProductPlan,
  product: VerifiedProduct,
  staged: StagedBlob,
): Promise<RasterCogOutput> {
  // What cannot be told of is not published.
  const bands = CogSchema.shape.bands.parse(
    describeBands(product.header).map((band, index) => {
      return { ...band, statistics: product.header.bands[index]?.statistics ?? null };
    }),
  );
  const placed = await placeBlob(job, plan.tag, staged);
  return {
    cog: { ...job.input.destination, ...placed.blob, media_type: COG_MEDIA_TYPE, bands },
    source_sha256: source.sha256,
    lossless: plan.lossless,
    checksums: plan.lossless ? product.header.bands.map(({ checksum }) => checksum ?? 0) : [],
    options: creationOptions(plan),
    overview_sizes: product.header.bands[0]?.overviews ?? [],
    compression_ratio: Number((plan.pixel_bytes / placed.blob.size).toFixed(3)),
    reused: placed.reused,
    warnings: [...plan.warnings, ...product.warnings],
  };
}

export interface PlacedBlob {
  blob: { etag: string; size: number; sha256: string };
  reused: boolean;
}

/**
 * Sends the product to its place while it is proven. Nothing is seen of it there before it is placed.
 * @param prove throws what the product is not
 */
export function stageWhile<T>(
  { store, input, signal }: Publishing,
  path: string,
  prove: (signal: AbortSignal) => Promise<T>,
): Promise<[T, StagedBlob]> {
  return together(signal, prove, (either) => store.stage(path, input.destination, { signal: either }));
}

/** Puts what was sent in its place, unless it is there already. @throws FaultError `blob_exists` */
export async function placeBlob(
  job: Publishing,
  tag: ProductTag,
  { size, sha256, commit }: StagedBlob,
): Promise<PlacedBlob> {
  const { input, signal } = job;
  try {
    const { etag } = await commit({
      mode: 'create',
      content_type: COG_MEDIA_TYPE,
      metadata: {
        [METADATA.source]: tag.source_sha256,
        [METADATA.options]: tag.options_sha256,
        [METADATA.content]: sha256,
      },
      signal,
    });
    return { blob: { etag, size, sha256 }, reused: false };
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== 'blob_exists') throw error;
    const found = await findProduct(job);
    refuseOther(found, input.destination, tag);
    if (!found) throw error;
    const hash = contentHash(found) ?? sha256;
    return { blob: { etag: found.etag, size: found.size, sha256: hash }, reused: true };
  }
}

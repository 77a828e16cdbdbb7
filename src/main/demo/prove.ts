import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { BlobRef, BlobStore } from '../../storage/blob-store.ts';
import { demoFault } from './demo-fault.ts';
import { runGdal } from './run-gdal.ts';

const info = z.object({
  driverShortName: z.string(),
  size: z.tuple([z.number(), z.number()]),
  bands: z.array(z.object({ type: z.string() })),
  metadata: z.object({
    IMAGE_STRUCTURE: z.object({ LAYOUT: z.string().optional(), COMPRESSION: z.string().optional() }),
  }),
});

export interface CogProof {
  bytes: number;
  /** Such as `4096 × 2048, 3 × Byte, ZSTD`. */
  looks: string;
}

export interface Expected {
  ref: BlobRef;
  /** SHA-256 that the version has on record. */
  sha256: string;
  bands: number;
}

/**
 * That the product is where the version says, has the bytes that it says, and is a cloud-optimised GeoTIFF.
 *
 * @throws FaultError `cog_missing`, `cog_differs`, `not_a_cog`
 */
export async function proveCog(
  store: BlobStore,
  { ref, sha256, bands }: Expected,
  { folder, searchPath, signal }: { folder: string; searchPath: string; signal: AbortSignal },
): Promise<CogProof> {
  const name = `${ref.container_name}/${ref.blob_name}`;
  const properties = await store.head(ref, signal);
  if (!properties) throw demoFault('cog_missing', `There is no blob ${name}, although the version names it.`);
  const path = join(folder, `product-${sha256.slice(0, 16)}.tif`);
  try {
    const found = await store.download(ref, path, { signal });
    if (found.sha256 !== sha256 || found.bytes !== properties.size) {
      throw demoFault(
        'cog_differs',
        `The blob ${name} hashes to ${found.sha256}, the version has ${sha256} on record.`,
      );
    }
    const header = JSON.parse(await runGdal('gdalinfo', ['-json', path], { searchPath, signal }));
    const { driverShortName, size, bands: bandsFound, metadata } = info.parse(header);
    const { LAYOUT, COMPRESSION } = metadata.IMAGE_STRUCTURE;
    if (driverShortName !== 'GTiff' || LAYOUT !== 'COG' || bandsFound.length !== bands) {
      throw demoFault(
        'not_a_cog',
        `The blob ${name} is no cloud-optimised GeoTIFF of ${bands} bands (${LAYOUT ?? 'no layout'}).`,
      );
    }
    const looks = `${size.join(' × ')}, ${bands} × ${bandsFound[0]?.type}, ${COMPRESSION ?? 'not compressed'}`;
    return { bytes: found.bytes, looks };
  } finally {
    await rm(path, { force: true });
  }
}

const execution = z.object({
  workflowExecutionInfo: z.object({ status: z.string(), type: z.object({ name: z.string() }) }),
});

const RUNNING = 'WORKFLOW_EXECUTION_STATUS_RUNNING';
const COMPLETED = 'WORKFLOW_EXECUTION_STATUS_COMPLETED';
/** A job tells the asset service that it is completed, and only then ends. */
const END_WITHIN_MS = 15_000;

/**
 * That the Temporal UI knows the job by its id, and that it is completed there too.
 *
 * @throws FaultError `job_not_in_temporal`
 */
export async function proveInTemporal(
  uiUrl: string,
  namespace: string,
  jobId: string,
  signal: AbortSignal,
): Promise<void> {
  const url = `${uiUrl}/api/v1/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(jobId)}`;
  const end = Date.now() + END_WITHIN_MS;
  let status = await statusAt(url, signal);
  while (status === RUNNING && Date.now() < end) {
    await sleep(200, undefined, { signal });
    status = await statusAt(url, signal);
  }
  if (status === COMPLETED) return;
  throw demoFault('job_not_in_temporal', `The Temporal UI shows the job ${jobId} as ${status}, not as completed.`);
}

async function statusAt(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal });
  const parsed = execution.safeParse(await response.json());
  return parsed.success ? parsed.data.workflowExecutionInfo.status : `HTTP ${response.status}`;
}

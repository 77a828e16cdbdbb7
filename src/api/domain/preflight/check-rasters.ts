import { tiffEpsg } from '../../../geo/tiff-crs.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan, InputDeclaration } from '../../../plan/plan.ts';
import type { BlobRef, BlobStore } from '../../../storage/blob-store.ts';
import { pointerOf } from '../../shared/pointer.ts';
import { INPUTS, type PreflightFault } from './preflight.ts';

type Declarations = ExecutionPlan['inputs'];

/**
 * Refuses a CRS that a raster is wanted in and is not, where its sender or a GeoTIFF's header says so: it would be refused all the same,
 * by the job. What the header does not tell the job finds out.
 *
 * @param inputs those that fit their declarations, of blobs that are there
 * @throws FaultError `storage_unavailable`
 */
export async function checkRasters(
  storage: BlobStore,
  declarations: Declarations,
  inputs: JsonObject,
  signal: AbortSignal,
): Promise<PreflightFault[]> {
  const faults = await Promise.all(
    Object.entries(declarations).map(async ([input, declaration]) => {
      const wanted = declaration.format === 'raster_crs' ? epsgOf(inputs[input]) : undefined;
      const actual = wanted && (await crsOf(storage, declaration, { declarations, inputs, signal }));
      return actual === undefined || actual === wanted
        ? undefined
        : otherCrs(input, `EPSG:${wanted}`, `EPSG:${actual}`);
    }),
  );
  return faults.filter((fault) => fault !== undefined);
}

interface Given {
  declarations: Declarations;
  inputs: JsonObject;
  signal: AbortSignal;
}

async function crsOf(storage: BlobStore, { blob_input, declared_input }: InputDeclaration, given: Given) {
  const declared = epsgOf(given.inputs[declared_input ?? '']);
  if (declared !== undefined) return declared;
  const ref = blobOf(blob_input ?? '', given);
  const found = ref && (await storage.head(ref, given.signal));
  return ref && found && tiffEpsg((offset, length) => storage.readRange(ref, offset, length, given.signal), found.size);
}

function blobOf(input: string, { declarations, inputs }: Given): BlobRef | undefined {
  const [blob_name, container_name] = [inputs[input], inputs[declarations[input]?.container_input ?? '']];
  return typeof blob_name === 'string' && typeof container_name === 'string'
    ? { container_name, blob_name }
    : undefined;
}

function epsgOf(value: unknown): number | undefined {
  const [, code] = /^EPSG:(\d{1,9})$/i.exec(typeof value === 'string' ? value : '') ?? [];
  return code === undefined ? undefined : Number(code);
}

function otherCrs(input: string, wanted: string, actual: string): PreflightFault {
  const code = 'unsupported_input';
  const message = `The raster is in ${actual}, and its ${input} is ${wanted}, but rasters are not warped here; warp it (gdalwarp) and upload the result, or leave ${input} out.`;
  return { pointer: `${INPUTS}${pointerOf([input])}`, problem: code, code, message };
}

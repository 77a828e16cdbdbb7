import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { Bounds, Geotransform } from '../../geo/raster.ts';
import { fillBounds, parseWorldFile, sameGrid, WORLD_FILE_BYTES } from '../../geo/world-file.ts';
import type { FaultError } from '../../plan/fault.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { refuse } from '../raster/refuse.ts';
import { requireSource } from '../raster/require-source.ts';
import type { RasterValidateInput } from './contract.ts';

type Declared = Pick<RasterValidateInput, 'container_name' | 'input_bounds' | 'world_file'>;

/**
 * The geotransform that the caller gives to a raster which has none.
 * @returns null where the caller gives none, or the raster's own
 * @throws FaultError `invalid_place`, `place_contradicted`, or those of reading the world file
 */
export async function declaredPlace(
  store: BlobStore,
  input: Declared,
  header: Pick<RasterHeader, 'width' | 'height' | 'geotransform'>,
  signal: AbortSignal,
): Promise<Geotransform | null> {
  if (input.input_bounds && input.world_file) {
    throw invalid('Both input_bounds and a world_file were given, and only one can count; leave one out.');
  }
  const declared = input.input_bounds
    ? ofBounds(input.input_bounds, header)
    : input.world_file
      ? await ofWorldFile(store, { container_name: input.container_name, blob_name: input.world_file }, signal)
      : null;
  if (!declared || !header.geotransform) return declared;
  if (sameGrid(header.geotransform, declared, header.width, header.height)) return null;
  const message = `The raster has a geotransform of its own (${header.geotransform.join(', ')}), and another one was declared (${declared.join(', ')}); leave input_bounds and world_file out, or take the wrong one out of the raster (gdal_edit.py -unsetgt).`;
  throw refuse([{ code: 'place_contradicted', message }]);
}

function ofBounds(bounds: Bounds, { width, height }: Pick<RasterHeader, 'width' | 'height'>): Geotransform {
  const [minX, minY, maxX, maxY] = bounds;
  if (minX < maxX && minY < maxY) return fillBounds(bounds, width, height);
  throw invalid(
    'input_bounds are minimum x, minimum y, maximum x and maximum y, and those given are not in this order.',
  );
}

async function ofWorldFile(store: BlobStore, ref: { container_name: string; blob_name: string }, signal: AbortSignal) {
  const { size } = await requireSource(store, ref, signal);
  const declared =
    size > WORLD_FILE_BYTES
      ? `it has ${size.toLocaleString('en')} bytes`
      : parseWorldFile(Buffer.from(await store.read(ref, signal)).toString('latin1'));
  if (typeof declared !== 'string') return declared;
  throw invalid(
    `The blob ${blobLabel(ref)} is no world file, which is six numbers, each on a line of its own: ${declared}.`,
  );
}

function invalid(message: string): FaultError {
  return refuse([{ code: 'invalid_place', message }]);
}

import { hash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPixels, type TalliedRaster } from '../../gdal/read-pixels.ts';
import { type CogPlan, cogPlan } from '../../geo/cog-options.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { mosaicVrt } from '../../geo/mosaic-vrt.ts';
import { validPixels } from '../../geo/nodata-warnings.ts';
import type { Geotransform } from '../../geo/raster.ts';
import { pixelBytes, timeForPixels } from '../../geo/size.ts';
import { canonicalJson } from '../../plan/json.ts';
import { describeBands } from '../raster/describe-bands.ts';
import { withExactOverviews } from '../raster_cog/exact-overviews.ts';
import { type PlacedBlob, placeBlob, stageWhile } from '../raster_cog/publish.ts';
import { requireSpace } from '../raster_cog/scratch-space.ts';
import { differs } from '../raster_cog/verify-product.ts';
import type { MosaicJob } from './activity.ts';
import { fetchPieces, type Piece } from './fetch-pieces.ts';

const MEGABYTE = 1024 ** 2;

export interface MadeOverview {
  header: TalliedRaster;
  blob: PlacedBlob['blob'];
  geotransform: Geotransform;
}

/**
 * Puts the tiles' overviews of one level together, makes a COG of them, and publishes it.
 * @param first header of one of the tiles, which are all alike
 * @throws FaultError `incomplete_tiles`, `cog_verification_failed`, `blob_exists`
 */
export async function makeOverview(job: MosaicJob, first: RasterHeader): Promise<MadeOverview> {
  const { gdal, signal, scratch, pulse, input, whole, store } = job;
  const grid = overviewGrid(job, first);
  await requireSpace(scratch, 4 * pixelBytes(grid) + 64 * MEGABYTE);
  const pieces = await fetchPieces(job, grid);
  const plan = planOf(job, grid);
  const vrt = join(scratch, 'whole.vrt');
  await writeFile(vrt, mosaicVrt({ ...grid, crs: first.crs?.wkt2 ?? null, parts: pieces }), { mode: 0o600 });
  const product = join(scratch, 'whole.tif');
  const command = { source: vrt, product, plan, threads: gdal.threads, crs: null, nodata: null };
  await gdal.run({
    program: 'gdal_translate',
    args: await withExactOverviews(job, command, grid),
    // It reads nothing but pieces that were made here, by an index that was written here.
    moreDrivers: ['VRT'],
    signal,
    scratch,
    timeout: timeForPixels(grid),
    maxFileBytes: 2 * pixelBytes(grid) + 64 * MEGABYTE,
    onProgress: pulse.phase(60, 80),
    failure: { code: 'conversion_failed', message: 'GDAL could not put the overviews of the tiles together.' },
  });
  const publishing = { store, signal, input: { destination: whole } };
  const [header, staged] = await stageWhile(publishing, product, async (either) => {
    const got = await readPixels(gdal, { path: product, signal: either, scratch, statistics: true });
    const differences = compareProduct(joined(grid, pieces), got, { ...plan, crs: null, nodata: null });
    if (differences.length > 0) throw differs(differences);
    return got;
  });
  const { blob } = await placeBlob(publishing, tagOf(input, plan), staged);
  return { header, blob, geotransform: grid.geotransform };
}

interface Grid extends RasterHeader {
  geotransform: Geotransform;
}

/** Its pixels are the raster's in whole numbers, so that what is left over at the right and lower edge is less than one of them. */
function overviewGrid({ input }: MosaicJob, first: RasterHeader): Grid {
  const { raster, overview_levels: levels } = input;
  const [x0, dx, shearX, y0, shearY, dy] = raster.geotransform;
  const times = 2 ** levels;
  return {
    ...first,
    width: Math.max(1, raster.width >> levels),
    height: Math.max(1, raster.height >> levels),
    geotransform: [x0, dx * times, shearX * times, y0, shearY * times, dy * times],
    bands: first.bands.map((band) => ({ ...band, statistics: null })),
  };
}

function planOf({ input }: MosaicJob, grid: Grid): CogPlan {
  const { width, height } = grid;
  const bands = describeBands(grid);
  const packed = grid.bands.some((band) => band.packedBits);
  const ambiguous = validPixels(grid) === 'several';
  const subject = {
    width,
    height,
    raster_class: input.raster_class,
    type: bands[0].type,
    band_count: bands.length,
    packed,
    ambiguous,
    nodata: bands.map((band) => band.nodata),
  };
  return cogPlan(subject, input.output_tier ?? 'analysis');
}

/** What the pieces come to together: their checksums are parts of its own. */
function joined(grid: Grid, pieces: readonly Piece[]) {
  const sum = (numbers: (number | null)[]) => numbers.reduce<number>((all, each) => (all + (each ?? 0)) & 0xffff, 0);
  const bands = grid.bands.map((band, at) => ({
    ...band,
    checksum: sum(pieces.map(({ header }) => header.bands[at]?.checksum ?? null)),
  }));
  const masked = pieces.some(({ header }) => header.maskChecksum !== null);
  return { ...grid, bands, maskChecksum: masked ? sum(pieces.map(({ header }) => header.maskChecksum)) : null };
}

function tagOf({ tiles, overview_levels }: MosaicJob['input'], { options }: CogPlan) {
  const contents = tiles.map(({ sha256, window }) => ({ sha256, window: { ...window } }));
  return {
    source_sha256: hash('sha256', canonicalJson(contents)),
    options_sha256: hash('sha256', canonicalJson({ options, overview_levels })),
  };
}

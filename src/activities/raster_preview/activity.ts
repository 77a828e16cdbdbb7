import type { Gdal } from '../../gdal/gdal.ts';
import { classifyRaster } from '../../geo/classify.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { paint, type Shown, validValues } from '../../geo/preview/paint.ts';
import { type Picture, shrink, sizeWithin } from '../../geo/preview/picture.ts';
import { type Rendering, renderingOf, showsClasses } from '../../geo/preview/rendering.ts';
import { type Stretch, stretchOf } from '../../geo/preview/stretch.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { readSafeHeader } from '../raster/read-safe-header.ts';
import { requireUnchanged } from '../raster/require-unchanged.ts';
import { type RasterPreviewInput, type RasterPreviewOutput, rasterPreviewContract } from './contract.ts';
import { publishPicture } from './publish-picture.ts';
import { readShown } from './read-shown.ts';

export interface RasterPreviewServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

export interface PreviewJob extends Required<RasterPreviewServices> {
  input: RasterPreviewInput;
  signal: AbortSignal;
  scratch: string;
}

type RasterPreview = Activity<typeof rasterPreviewContract.input, typeof rasterPreviewContract.output>;

const [THUMBNAIL, OVERVIEW] = [256, 1024];
const PERCENTILES: [number, number] = [2, 98];
/** Pictures of 8 bits are as they should look. */
const AS_IT_IS: Stretch = { minimum: 0, maximum: 255 };

/** Reads one overview by ranges, paints it, and publishes it in two sizes. */
export function createRasterPreview({ store, gdal, limits = DEFAULT_LIMITS }: RasterPreviewServices): RasterPreview {
  return {
    contract: rasterPreviewContract,
    run: (input, context) =>
      withPulse(context, async () => {
        store.requireWritable(input.destination);
        const scratch = await context.scratch();
        return makePreviews({ store, gdal, limits, input, signal: context.signal, scratch });
      }),
  };
}

async function makePreviews(job: PreviewJob): Promise<RasterPreviewOutput> {
  const { store, input, signal } = job;
  await requireUnchanged(store, input.cog, signal);
  const header = await readSafeHeader(job, input.cog);
  const rendering = renderingOf(header.bands, input.bands ?? null);
  const longest = input.overview_size ?? OVERVIEW;
  const shown = await readShown(job, header, rendering, longest);
  const stretch = stretches(header, rendering, shown, input.percentiles ?? PERCENTILES);
  const whole = paint(shown, rendering, stretch);
  const how = showsClasses(rendering, classOf(header, input)) ? 'nearest' : 'average';
  const resized = (size: number): Picture => shrink(whole, ...sizeWithin(whole.width, whole.height, size), how);
  const overview = resized(longest);
  const thumbnail = resized(input.thumbnail_size ?? THUMBNAIL);
  await requireUnchanged(store, input.cog, signal);
  return {
    assets: {
      thumbnail: await publishPicture(job, 'thumbnail', thumbnail, input.thumbnail_format ?? 'png', how),
      overview: await publishPicture(job, 'overview', overview, input.overview_format ?? 'webp', how),
    },
    bands: [...rendering.bands],
    stretch: rendering.kind === 'palette' ? [] : stretch,
    made_from: [shown.width, shown.height],
  };
}

/** A band without any valid pixel is transparent all over, whatever its stretch. */
function stretches(
  { bands }: RasterHeader,
  rendering: Rendering,
  shown: Shown,
  percentiles: [number, number],
): Stretch[] {
  if (rendering.kind === 'palette') return [];
  const isPicture = bands.some((band) => band.type === 'Byte' && band.colourInterpretation === 'red');
  if (isPicture && rendering.kind === 'colours') return rendering.bands.map(() => AS_IT_IS);
  return rendering.bands.map((_, band) => stretchOf(validValues(shown, band), percentiles) ?? AS_IT_IS);
}

function classOf(header: RasterHeader, { raster_class }: RasterPreviewInput) {
  return raster_class && raster_class !== 'auto' ? raster_class : classifyRaster(header, 'auto').raster_class;
}

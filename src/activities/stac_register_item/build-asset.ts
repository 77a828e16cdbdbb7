import { groundResolution, significant } from '../../geo/ground-resolution.ts';
import { type Bounds, isLongInteger, type Nodata, type PixelType } from '../../geo/raster.ts';
import { tidyBounds, tidyPixel } from '../../geo/tidy-grid.ts';
import type { JsonObject } from '../../plan/json.ts';
import { VRT_MEDIA_TYPE } from '../schemas/cog.ts';
import type { StacRegisterItemInput } from './contract.ts';

type Cog = StacRegisterItemInput['cog'];
type OtherAsset = NonNullable<StacRegisterItemInput['assets']>[string];

/** STAC's names of pixel types. */
const DATA_TYPES: Readonly<Record<PixelType, string>> = {
  Byte: 'uint8',
  Int8: 'int8',
  UInt16: 'uint16',
  Int16: 'int16',
  UInt32: 'uint32',
  Int32: 'int32',
  UInt64: 'uint64',
  Int64: 'int64',
  Float32: 'float32',
  Float64: 'float64',
};
const COLOURS = new Set(['red', 'green', 'blue']);
/** Multihash: code of SHA-256 and length of 32 bytes. Source: file extension 2.1, multiformats.io/multihash. */
const SHA256_MULTIHASH = '1220';

/** The data StacAsset: the COG with its bands in STAC 1.1's form and the raster, file and eo extensions' fields. */
export function buildAsset(cog: Cog, href: string, resolution: number | null): JsonObject {
  return {
    href,
    type: cog.media_type,
    title: cog.media_type === VRT_MEDIA_TYPE ? 'Index of the tiles, a virtual raster' : 'Cloud-optimised GeoTIFF',
    roles: ['data'],
    'file:size': cog.size,
    'file:checksum': SHA256_MULTIHASH + cog.sha256,
    ...(resolution !== null && { 'raster:spatial_resolution': resolution }),
    bands: cog.bands.map(buildBand),
  };
}

/** A StacAsset besides the COG. A picture shows all of the raster, in pixels of its own; a tile is a part of it. */
export function buildOtherAsset(asset: OtherAsset, href: string, raster: StacRegisterItemInput['raster']): JsonObject {
  const { media_type, roles, title, size, sha256, width, height, bounds, data_type, bits, nodata } = asset;
  const grid = gridOf(asset, raster);
  const { pixel } = grid;
  const [minX, , , maxY] = grid.bounds;
  const resolution = data_type && width ? groundResolution(raster) : null;
  return {
    href,
    type: media_type,
    ...(title && { title }),
    roles,
    ...(typeof size === 'number' && { 'file:size': size }),
    ...(sha256 && { 'file:checksum': SHA256_MULTIHASH + sha256 }),
    ...(width &&
      height && {
        'proj:shape': [height, width],
        'proj:transform': [pixel[0], 0, minX, 0, -pixel[1], maxY],
      }),
    ...(bounds && { 'proj:bbox': grid.bounds }),
    ...(data_type && { data_type: DATA_TYPES[data_type], ...bitsField(bits) }),
    ...nodataField(nodata),
    ...(resolution !== null && {
      'raster:spatial_resolution': significant(resolution * (pixel[0] / raster.resolution[0])),
    }),
  };
}

/** Where its pixels are, and how large. */
function gridOf(
  { bounds, width, height }: OtherAsset,
  raster: StacRegisterItemInput['raster'],
): { bounds: Bounds; pixel: [number, number] } {
  const [minX, minY, maxX, maxY] = bounds ?? raster.bounds;
  const [wide, high] = raster.resolution;
  const pixel: [number, number] = [
    width ? tidyPixel(maxX - minX, width, wide) : wide,
    height ? tidyPixel(maxY - minY, height, high) : high,
  ];
  return { bounds: tidyBounds([minX, minY, maxX, maxY], pixel), pixel };
}

/** STAC has numbers and three words for it; another number than it is would be worse than none. */
function nodataField(nodata: Nodata | null | undefined): JsonObject {
  return nodata === null || nodata === undefined || isLongInteger(nodata) ? {} : { nodata };
}

/** Only told where they are fewer than the type has. Source: raster extension 2.0. */
function bitsField(bits: number | null | undefined): JsonObject {
  return typeof bits === 'number' ? { 'raster:bits_per_sample': bits } : {};
}

export function hasColours(cog: Cog): boolean {
  return cog.bands.some((band) => COLOURS.has(band.colour_interpretation));
}

function buildBand(band: Cog['bands'][number]): JsonObject {
  const { type, bits, nodata, unit, description, scale, offset, statistics, colour_interpretation } = band;
  return {
    name: `b${band.index}`,
    data_type: DATA_TYPES[type],
    ...bitsField(bits),
    ...(description !== null && { description }),
    ...nodataField(nodata),
    ...(unit !== null && { unit }),
    ...(scale !== null && { 'raster:scale': scale }),
    ...(offset !== null && { 'raster:offset': offset }),
    ...(COLOURS.has(colour_interpretation) && { 'eo:common_name': colour_interpretation }),
    ...(statistics && { statistics: buildStatistics(statistics) }),
  };
}

function buildStatistics(statistics: NonNullable<Cog['bands'][number]['statistics']>): JsonObject {
  const { valid_percent, ...figures } = statistics;
  return valid_percent === null ? figures : { ...figures, valid_percent };
}

import { boundsOf } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { EMPTY_TALLY, joinTallies, statisticsOf } from '../../geo/pixels/band-tally.ts';
import type { Bounds, RasterWarning } from '../../geo/raster.ts';
import { describeBands } from '../raster/describe-bands.ts';
import type { PublishedBlob } from '../raster/publish-once.ts';
import { COG_MEDIA_TYPE } from '../raster_cog/publish.ts';
import type { MosaicJob } from './activity.ts';
import type { RasterMosaicInput, RasterMosaicOutput } from './contract.ts';
import type { MadeOverview } from './make-overview.ts';

type Tile = RasterMosaicInput['tiles'][number];

/** The handler's output: the figures of the whole are those of the tiles, added up. */
export function describeMosaic(
  job: MosaicJob,
  header: RasterHeader,
  overview: MadeOverview,
  index: PublishedBlob,
): RasterMosaicOutput {
  const { tiles, raster } = job.input;
  const bands = describeBands(header);
  const pixels = raster.width * raster.height;
  const [first] = tiles;
  const cog = { ...job.whole, ...overview.blob, media_type: COG_MEDIA_TYPE };
  return {
    mosaic: {
      ...index,
      bands: bands.map((band, at) => {
        const tally = tiles.reduce((sum, { tallies }) => joinTallies(sum, tallies[at] ?? EMPTY_TALLY), EMPTY_TALLY);
        return { ...band, statistics: statisticsOf(tally, pixels) };
      }),
    },
    overview: {
      ...cog,
      bands: describeBands(overview.header).map((band, at) => {
        return { ...band, statistics: overview.header.bands[at]?.statistics ?? null };
      }),
    },
    overview_size: [overview.header.width, overview.header.height],
    assets: { ...assetsOf(job.input, header), 'overview-cog': overviewAsset(job.input, overview, cog) },
    lossless: first?.lossless ?? false,
    checksums: (first?.checksums ?? []).map((_, at) => sumOf(tiles, ({ checksums }) => checksums[at])),
    mask_checksum: typeof first?.mask_checksum === 'number' ? sumOf(tiles, (tile) => tile.mask_checksum) : null,
    tile_count: tiles.length,
    warnings: distinct(tiles.flatMap(({ warnings }) => warnings)),
  };
}

/** A checksum of the whole is the sum of what its parts add to it. */
function sumOf(tiles: readonly Tile[], partOf: (tile: Tile) => number | null | undefined): number {
  return tiles.reduce((sum, tile) => (sum + (partOf(tile) ?? 0)) & 0xffff, 0);
}

/** Each tile has those of its raster, and where they differ one of each kind will do. */
function distinct(warnings: readonly RasterWarning[]): RasterWarning[] {
  return [...new Map(warnings.map((warning) => [warning.code, warning])).values()];
}

function assetsOf({ tiles, raster }: RasterMosaicInput, header: RasterHeader): RasterMosaicOutput['assets'] {
  const [band] = describeBands(header);
  const nodata = header.bands.every((each) => each.nodata === band.nodata) ? band.nodata : null;
  const assets = tiles.map(({ id, container_name, blob_name, etag, size, sha256, media_type, window }) => {
    const { width, height } = window;
    const title = `Tile of ${width} × ${height} pixels at column ${window.column}, row ${window.row}`;
    const about = {
      width,
      height,
      bounds: boundsOfWindow(raster, window),
      data_type: band.type,
      bits: band.bits,
      nodata,
    };
    return [id, { container_name, blob_name, etag, size, sha256, media_type, roles: ['data'], title, ...about }];
  });
  return Object.fromEntries(assets);
}

function overviewAsset(
  { overview_levels }: RasterMosaicInput,
  { header, geotransform }: MadeOverview,
  cog: { container_name: string; blob_name: string; etag: string; size: number; sha256: string; media_type: string },
): RasterMosaicOutput['assets'][string] {
  const { width, height } = header;
  const [band] = describeBands(header);
  const title = `Overview, a pixel for each ${2 ** overview_levels} × ${2 ** overview_levels}`;
  const bounds = boundsOf(geotransform, width, height);
  return { ...cog, roles: ['overview'], title, width, height, bounds, data_type: band.type, bits: band.bits };
}

function boundsOfWindow({ geotransform }: RasterMosaicInput['raster'], window: Tile['window']): Bounds {
  const [x0, dx, shearX, y0, shearY, dy] = geotransform;
  const { column, row, width, height } = window;
  return boundsOf([x0 + column * dx, dx, shearX, y0 + row * dy, shearY, dy], width, height);
}

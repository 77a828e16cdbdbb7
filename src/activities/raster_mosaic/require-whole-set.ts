import { coversOnce } from '../../geo/tile-cover.ts';
import { FaultError } from '../../plan/fault.ts';
import type { RasterMosaicInput } from './contract.ts';

type Tile = RasterMosaicInput['tiles'][number];

/**
 * The first of tiles that are one raster together, and lie beside the index that names them.
 * @throws FaultError `incomplete_tiles`
 */
export function requireWholeSet({ raster, tiles, destination }: RasterMosaicInput): Tile {
  const [first] = tiles;
  if (!first) throw incomplete('There are none.');
  const windows = tiles.map(({ window }) => window);
  if (!coversOnce(windows, raster.width, raster.height)) {
    throw incomplete('They leave pixels of the raster out, or overlap, or reach beyond it.');
  }
  if (new Set(tiles.map(({ id }) => id)).size < tiles.length) throw incomplete('Two of them have the same id.');
  const alike = (tile: Tile) =>
    tile.lossless === first.lossless &&
    tile.tallies.length === first.tallies.length &&
    tile.checksums.length === first.checksums.length &&
    (tile.mask_checksum === null) === (first.mask_checksum === null);
  if (!tiles.every(alike)) throw incomplete('They are not all of the same bands and compression.');
  const beside = (tile: Tile) =>
    tile.container_name === destination.container_name && folderOf(tile.blob_name) === folderOf(destination.blob_name);
  if (!tiles.every(beside))
    throw incomplete('They do not all lie beside the destination, in one container and folder.');
  return first;
}

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);

function incomplete(why: string): FaultError {
  const message = `The tiles are not one raster together. ${why} Give all tiles of one plan of raster_plan_tiles, as raster_tile_cog made them.`;
  return new FaultError({ code: 'incomplete_tiles', message });
}

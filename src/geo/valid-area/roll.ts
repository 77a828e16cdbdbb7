import type { Bounds } from '../raster.ts';
import type { Mask } from './mask.ts';

const TURN = 360;
const ANTIMERIDIAN = 180;
/** Of a column. */
const NEAR = 1e-3;

/**
 * The mask of a raster once around the globe, such that it begins at the antimeridian, where outlines are cut: data goes on where the
 * raster ends, as from longitude 360 to 0, and has no border there.
 * @param bounds in degrees
 * @returns the same where no data goes on there, or no column begins at the antimeridian
 */
export function rollToAntimeridian(mask: Mask, bounds: Bounds): { mask: Mask; bounds: Bounds } {
  const [west, south, east, north] = bounds;
  const across = (east - west) / mask.width;
  const turned = (((ANTIMERIDIAN - west) % TURN) + TURN) % TURN;
  const first = Math.round(turned / across);
  const isAround = Math.abs(east - west - TURN) < NEAR * across;
  const isAligned = Math.abs(turned - first * across) < NEAR * across;
  if (!isAround || !isAligned || first % mask.width === 0 || !goesOn(mask)) return { mask, bounds };
  return { mask: rolled(mask, first), bounds: [-ANTIMERIDIAN, south, ANTIMERIDIAN, north] };
}

/** Whether there is data at both ends. */
function goesOn({ width, cells }: Mask): boolean {
  const has = (column: number) => cells.some((cell, at) => cell === 1 && at % width === column);
  return has(0) && has(width - 1);
}

function rolled({ width, height, cells }: Mask, first: number): Mask {
  const moved = new Uint8Array(cells.length);
  for (let at = 0; at < cells.length; at += width) {
    moved.set(cells.subarray(at + first, at + width), at);
    moved.set(cells.subarray(at, at + first), at + width - first);
  }
  return { width, height, cells: moved };
}

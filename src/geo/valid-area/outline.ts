import type { Position, Ring } from '../footprint.ts';
import { closeGaps, coarser, dropSpecks, type Mask, MOST_REGIONS } from './mask.ts';
import { dataWindow } from './regions.ts';
import { simplifyAreas } from './simplify.ts';
import { type Area, traceAreas } from './trace.ts';

export interface Outline {
  areas: Area[];
  /** In pixels: how far it is from the data's own at most; null where it is the box around all data. */
  accuracy: number | null;
}

/** Cells that a coarser mask has along its longer side at least. */
const FEWEST_CELLS = 8;

/**
 * The outline of all data in a mask, noise apart, in pixels. Where it would have too many islands or points, it is that of larger cells, each
 * of which holds data where one of its pixels does: it may then be larger than the data, but leaves out none. Changes the mask.
 */
export function outlineOf(mask: Mask, mostPoints: number): Outline {
  dropSpecks(mask);
  const data = dataWindow(mask);
  for (let factor = 1; Math.max(mask.width, mask.height) / factor >= FEWEST_CELLS; factor *= 2) {
    const cells = factor === 1 ? mask : coarser(mask, factor);
    closeGaps(cells);
    const traced = traceAreas(cells);
    const simpler = traced.length > MOST_REGIONS ? undefined : simplifyAreas(traced, mostPoints);
    if (simpler) {
      return { areas: scaled(simpler.areas, factor, mask), accuracy: (simpler.tolerance + 1) * factor };
    }
  }
  return { areas: [[boxOf(data)]], accuracy: null };
}

/** In pixels again: the last cells may reach over the edge. */
function scaled(areas: readonly Area[], factor: number, { width, height }: Mask): Area[] {
  const place = ([x, y]: Position): Position => [Math.min(width, x * factor), Math.min(height, y * factor)];
  return areas.map((area) => area.map((ring) => ring.map(place)));
}

function boxOf({ left, top, right, bottom }: ReturnType<typeof dataWindow>): Ring {
  return [
    [left, top],
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
}

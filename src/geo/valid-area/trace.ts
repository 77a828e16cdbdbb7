import type { Position, Ring } from '../footprint.ts';
import type { Mask } from './mask.ts';
import { regionsOf } from './regions.ts';

/** A polygon in pixels: its outline, then its holes; closed rings, the data on their left. */
export type Area = Ring[];

/**
 * The outlines of a mask without corners that touch: along the sides of its pixels, column and row of their corners.
 * One area an island, the larger ones first.
 */
export function traceAreas(mask: Mask): Area[] {
  const { next, owner } = sides(mask);
  const areas = new Map<number, Area>();
  for (let start = 0; start < next.length; start += 1) {
    if ((next[start] as number) < 0) continue;
    const island = owner[start] as number;
    const ring = follow(next, start, mask.width + 1);
    const area = areas.get(island) ?? [];
    if (isOutline(ring)) area.unshift(ring);
    else area.push(ring);
    areas.set(island, area);
  }
  const size = ([outline = []]: Area) => Math.abs(twiceArea(outline));
  return [...areas.values()].sort((a, b) => size(b) - size(a));
}

interface Sides {
  /** From each corner the one that follows on an outline; -1 for none. */
  next: Int32Array;
  /** The island that it is of. */
  owner: Int32Array;
}

function sides(mask: Mask): Sides {
  const { width, height, cells } = mask;
  const corners = (width + 1) * (height + 1);
  const found: Sides = { next: new Int32Array(corners).fill(-1), owner: new Int32Array(corners) };
  const { label } = regionsOf(mask, 1);
  for (let cell = 0; cell < cells.length; cell += 1) {
    if (cells[cell] === 1) addSides(found, mask, cell, label[cell] as number);
  }
  return found;
}

/** Those sides of a cell beyond which there is no data: down on its left, and on around it. */
function addSides({ next, owner }: Sides, { width, height, cells }: Mask, cell: number, island: number): void {
  const [column, row] = [cell % width, Math.floor(cell / width)];
  const [upperLeft, lowerLeft] = [cell + row, cell + row + width + 1];
  const link = (from: number, to: number) => {
    next[from] = to;
    owner[from] = island;
  };
  if (column === 0 || cells[cell - 1] === 0) link(upperLeft, lowerLeft);
  if (row === height - 1 || cells[cell + width] === 0) link(lowerLeft, lowerLeft + 1);
  if (column === width - 1 || cells[cell + 1] === 0) link(lowerLeft + 1, upperLeft + 1);
  if (row === 0 || cells[cell - width] === 0) link(upperLeft + 1, upperLeft);
}

/** One ring from a corner on, with the corners alone where it turns. What was followed is taken out. */
function follow(next: Int32Array, start: number, across: number): Ring {
  const ring: Ring = [];
  let [at, before] = [start, 0];
  do {
    const to = next[at] as number;
    next[at] = -1;
    if (to - at !== before) ring.push(position(at, across));
    before = to - at;
    at = to;
  } while (at !== start);
  return [...ring, ring[0] as Position];
}

const position = (corner: number, across: number): Position => [corner % across, Math.floor(corner / across)];

/** With rows downwards and the data on the left, outlines come out negative. */
const isOutline = (ring: Ring): boolean => twiceArea(ring) < 0;

function twiceArea(ring: Ring): number {
  return ring.slice(1).reduce((sum, [x, y], index) => {
    const [x0, y0] = ring[index] as Position;
    return sum + x0 * y - x * y0;
  }, 0);
}

import { dataWindow, regionsOf } from './regions.ts';

/** Which pixels hold data: 1, or 0 where none; row by row. */
export interface Mask {
  width: number;
  height: number;
  cells: Uint8Array;
}

/** Islands, and holes, that an outline has at most. */
export const MOST_REGIONS = 100;
/** Of all valid pixels; what is smaller is noise, and no part of an outline. */
const LEAST_SHARE = 1 / 5000;
/** Of all valid pixels; noise that is more than this together is data. */
const MOST_NOISE = 1 / 100;

/** Takes out islands that are noise, where they are few and the box around the data stays as it is. Changes the mask in its place. */
export function dropSpecks(mask: Mask): void {
  const { label, sizes, atRim } = regionsOf(mask, 1, dataWindow(mask));
  const least = leastOf(mask);
  const isSpeck = sizes.map((size, region) => size > 0 && size < least && !atRim[region]);
  const lost = sizes.reduce((sum, size, region) => (isSpeck[region] ? sum + size : sum), 0);
  if (lost > valid(mask) * MOST_NOISE) return;
  label.forEach((region, cell) => {
    if (isSpeck[region]) mask.cells[cell] = 0;
  });
}

/** Fills pinholes, and where pixels touch by a corner only: outlines must not touch themselves. Changes the mask in its place. */
export function closeGaps(mask: Mask): void {
  const { label, sizes, atRim } = regionsOf(mask, 0);
  const least = leastOf(mask);
  const holes = sizes.flatMap((size, region) => (size >= least && !atRim[region] ? [{ size, region }] : []));
  holes.sort((a, b) => b.size - a.size);
  const stays = new Set(holes.slice(0, MOST_REGIONS).map(({ region }) => region));
  label.forEach((region, cell) => {
    if (region > 0 && !atRim[region] && !stays.has(region)) mask.cells[cell] = 1;
  });
  fillCorners(mask);
}

/** A mask of larger cells, each of which holds data where one of its pixels does. */
export function coarser({ width, height, cells }: Mask, factor: number): Mask {
  const [across, down] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const coarse = new Uint8Array(across * down);
  for (let cell = cells.indexOf(1); cell >= 0; cell = cells.indexOf(1, cell + 1)) {
    const [column, row] = [cell % width, Math.floor(cell / width)];
    coarse[Math.floor(row / factor) * across + Math.floor(column / factor)] = 1;
  }
  return { width: across, height: down, cells: coarse };
}

const valid = ({ cells }: Mask): number => cells.reduce((sum, cell) => sum + cell, 0);
const leastOf = (mask: Mask): number => Math.max(2, valid(mask) * LEAST_SHARE);

/** Two pixels that touch by a corner get a third between them, until there are none such. */
function fillCorners({ width, height, cells }: Mask): void {
  for (let again = true; again; ) {
    again = false;
    for (let row = 0; row < height - 1; row += 1) {
      for (let column = 0; column < width - 1; column += 1) {
        const at = row * width + column;
        const [a, b, c, d] = [cells[at], cells[at + 1], cells[at + width], cells[at + width + 1]];
        if (a !== d || b !== c || a === b) continue;
        cells[a === 1 ? at + 1 : at] = 1;
        again = true;
      }
    }
  }
}
